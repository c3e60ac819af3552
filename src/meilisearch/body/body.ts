import type { ChatRequest } from '../chat-request.ts';
import { defaultMessage } from '../error-messages.ts';
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

/** Bytes of ignored strings need not be UTF-8. */
const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The body of a chat completion request, by the parser that knows what the real server's would say of it. */
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
