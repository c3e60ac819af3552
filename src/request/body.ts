import { requestShape } from './request-shape.ts';
import { findError } from './serde/parse.ts';
import type { ChatRequest } from './types.ts';

export type BodyErrorCode = 'missing_payload' | 'malformed_payload' | 'bad_request';

export type ParsedBody =
  | { readonly ok: true; readonly value: ChatRequest }
  | { readonly ok: false; readonly code: BodyErrorCode; readonly message: string };

/** Bytes of ignored strings need not be UTF-8. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Parses the body of a chat completion request as Meilisearch does: what it takes is taken, and what it refuses is refused
 * with its code and its message, which says where. The value is the plain JSON.
 *
 * @example
 * parseChatRequest(new TextEncoder().encode('{"messages":[]}'));
 * // { ok: false, code: 'bad_request', message: 'Json deserialize error: missing field `model` at line 1 column 15' }
 */
export function parseChatRequest(bytes: Uint8Array): ParsedBody {
  if (bytes.length === 0) {
    return { ok: false, code: 'missing_payload', message: 'A json payload is missing.' };
  }
  const error = findError(bytes, requestShape);
  if (error === undefined) return { ok: true, value: JSON.parse(utf8.decode(bytes)) };
  if (error.category === 'data') {
    return { ok: false, code: 'bad_request', message: `Json deserialize error: ${error.located}` };
  }
  return {
    ok: false,
    code: 'malformed_payload',
    message: `The json payload provided is malformed. \`${error.located}\`.`,
  };
}
