import type { ChatRequest } from '../chat-request.ts';
import { defaultMessage } from '../error-messages.ts';
import { deserialize } from './parse.ts';
import { malformed } from './payload.ts';
import { parsePlainly } from './plain.ts';
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
  const plain = parsePlainly(bytes);
  return plain === undefined ? parseThoroughly(bytes) : { ok: true, value: plain };
}

/** The same without the quick look. */
export function parseThoroughly(bytes: Uint8Array): ParsedBody {
  if (bytes.length === 0) {
    return { ok: false, code: 'missing_payload', message: defaultMessage('missing_payload') };
  }
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
