import type { ChatRequest } from '../chat-request.ts';
import { defaultMessage } from '../error-messages.ts';
import { isOfShape } from './is-of-shape.ts';
import { deserialize } from './parse.ts';
import { malformed } from './payload.ts';
import { requestShape } from './request-shape.ts';

export type ParsedBody =
  | {
      readonly ok: true;
      readonly value: ChatRequest;
      /** The JSON as it was written, where that is not the form in which clients write it. */
      readonly written?: unknown;
    }
  | {
      readonly ok: false;
      readonly code: 'missing_payload' | 'malformed_payload' | 'bad_request';
      readonly message: string;
    };

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
    return { ok: false, code: 'missing_payload', message: defaultMessage('missing_payload') };
  }
  const plain = parsePlainly(bytes);
  if (plain !== undefined) return { ok: true, value: plain };
  const result = deserialize(bytes, requestShape);
  if (!result.ok) {
    const { category, located } = result.error;
    if (category === 'syntax') return { ok: false, code: 'malformed_payload', message: malformed(located) };
    return { ok: false, code: 'bad_request', message: `Json deserialize error: ${located}` };
  }
  const { value } = result;
  const written: unknown = JSON.parse(lenientUtf8.decode(bytes));
  return JSON.stringify(written) === JSON.stringify(value)
    ? { ok: true, value }
    : { ok: true, value, written };
}

/**
 * The request, if a quick look finds it good: the parser takes ten times as long. A body that is written as
 * `JSON.stringify` writes it has no key twice, which `JSON.parse` would not notice. Escapes and large exponents, of which
 * serde_json refuses some, are left to the parser.
 */
function parsePlainly(bytes: Uint8Array): ChatRequest | undefined {
  try {
    const text = utf8.decode(bytes);
    if (text.includes('\\u') || text.includes('e+')) return undefined;
    const value: unknown = JSON.parse(text);
    return isOfShape(requestShape, value) && JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
