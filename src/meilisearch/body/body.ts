import type { ChatRequest } from '../chat-request.ts';
import { isOfShape } from './is-of-shape.ts';
import { deserialize } from './parse.ts';
import { malformed } from './payload.ts';
import { requestShape } from './request-shape.ts';

export type BodyErrorCode = 'missing_payload' | 'malformed_payload' | 'bad_request';

export type ParsedBody =
  | {
      readonly ok: true;
      readonly value: ChatRequest;
      /** The JSON as it was written, where that is not the form in which clients write it. */
      readonly written?: unknown;
    }
  | { readonly ok: false; readonly code: BodyErrorCode; readonly message: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Bytes of ignored strings need not be UTF-8. */
const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Parses the body of a chat completion request as Meilisearch does: what it takes is taken, and what it refuses is refused
 * with its code and its message, which says where. The value is the JSON, in the form in which clients write it.
 *
 * @example
 * parseChatRequest(new TextEncoder().encode('{"messages":[]}'));
 * // { ok: false, code: 'bad_request', message: 'Json deserialize error: missing field `model` at line 1 column 15' }
 */
export function parseChatRequest(bytes: Uint8Array): ParsedBody {
  if (bytes.length === 0) {
    return { ok: false, code: 'missing_payload', message: 'A json payload is missing.' };
  }
  const value = parsePlainly(bytes);
  if (value !== undefined) return { ok: true, value };
  const result = deserialize(bytes, requestShape);
  if (result.ok) return asWritten(bytes, result.value);
  const { category, located } = result.error;
  if (category === 'syntax') return { ok: false, code: 'malformed_payload', message: malformed(located) };
  return { ok: false, code: 'bad_request', message: `Json deserialize error: ${located}` };
}

/** What serde takes besides, such as a struct written as an array, the answer is not planned from. */
function asWritten(bytes: Uint8Array, value: ChatRequest): ParsedBody {
  const written: unknown = JSON.parse(lenientUtf8.decode(bytes));
  return isOfShape(requestShape, written) ? { ok: true, value: written } : { ok: true, value, written };
}

/**
 * The request, if a quick look finds it good; most are. A body that is written as `JSON.stringify` writes it has no
 * duplicate key, which `JSON.parse` alone would not notice; and escapes and large exponents, of which serde_json refuses
 * some, are left to the slower way.
 */
function parsePlainly(bytes: Uint8Array): ChatRequest | undefined {
  try {
    const text = utf8.decode(bytes);
    if (text.includes('\\u') || text.includes('e+')) return undefined;
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text && isOfShape(requestShape, value) ? value : undefined;
  } catch {
    return undefined;
  }
}
