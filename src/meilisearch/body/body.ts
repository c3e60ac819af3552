import type { Turns } from '../../turns.ts';
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
export async function parseThoroughly(bytes: Uint8Array, turns: Turns): Promise<ParsedBody> {
  if (bytes.length === 0) {
    return { ok: false, code: 'missing_payload', message: defaultMessage('missing_payload') };
  }
  const result = await deserialize(bytes, requestShape, turns);
  if (!result.ok) {
    const { category, located } = result.error;
    if (category === 'syntax') return { ok: false, code: 'malformed_payload', message: malformed(located) };
    return { ok: false, code: 'bad_request', message: `Json deserialize error: ${located}` };
  }
  const { value } = result;
  await turns.next();
  const written: unknown = JSON.parse(lenientUtf8.decode(bytes));
  await turns.next();
  const usual = textOf(written);
  return usual !== undefined && usual === textOf(value) ? { ok: true, value } : { ok: true, value, written };
}

/** As JSON; undefined when it is nested too deep for that: what is ignored may be of any depth. */
function textOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
