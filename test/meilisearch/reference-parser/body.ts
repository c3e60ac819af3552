import type { ChatRequest } from '../../../src/meilisearch/chat-request.ts';
import { fits } from './fits.ts';
import { findError } from './parse.ts';
import { plain } from './plain.ts';
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
  const error = findError(bytes, requestShape);
  if (error === undefined) return inPlainForm(JSON.parse(lenientUtf8.decode(bytes)));
  if (error.category === 'data') {
    return { ok: false, code: 'bad_request', message: `Json deserialize error: ${error.located}` };
  }
  return {
    ok: false,
    code: 'malformed_payload',
    message: `The json payload provided is malformed. \`${error.located}\`.`,
  };
}

/** What serde takes besides, such as a struct written as an array, the answer is not planned from. */
function inPlainForm(written: unknown): ParsedBody {
  const value: unknown = plain(requestShape, written);
  // The reader has found it good.
  const request = value as ChatRequest;
  return fits(requestShape, written) ? { ok: true, value: request } : { ok: true, value: request, written };
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
    return JSON.stringify(value) === text && isChatRequest(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isChatRequest(value: unknown): value is ChatRequest {
  return fits(requestShape, value);
}
