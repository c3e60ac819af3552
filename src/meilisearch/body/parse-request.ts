import { Turns } from '../../turns.ts';
import type { ChatRequest } from '../chat-request.ts';
import type { ParsedBody } from './body.ts';
import { isOfShape } from './is-of-shape.ts';
import { requestShape } from './request-shape.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses the body of a chat completion request as Meilisearch does: what it takes is taken, and what it refuses is refused
 * with its code and its message, which says where. The value is the JSON, in the form in which clients write it.
 *
 * @example
 * await parseChatRequest(new TextEncoder().encode('{"messages":[]}'));
 * // { ok: false, code: 'bad_request', message: 'Json deserialize error: missing field `model` at line 1 column 15' }
 */
export async function parseChatRequest(bytes: Uint8Array, turns = new Turns()): Promise<ParsedBody> {
  const plain = await parsePlainly(bytes, turns);
  if (plain !== undefined) return { ok: true, value: plain };
  // Loaded when it is needed: for few requests.
  const { parseThoroughly } = await import('./body.ts');
  return parseThoroughly(bytes, turns);
}

/**
 * The request, if a quick look finds it good: the parser takes ten times as long. A body that is written as
 * `JSON.stringify` writes it has no key twice, which `JSON.parse` would not notice. Escapes and large exponents, of which
 * serde_json refuses some, are left to the parser; so is what is cut off, since a second may pass until `JSON.parse` sees
 * that.
 */
async function parsePlainly(bytes: Uint8Array, turns: Turns): Promise<ChatRequest | undefined> {
  try {
    const text = utf8.decode(bytes);
    if (text.includes('\\u') || text.includes('e+') || !text.endsWith('}')) return undefined;
    const value: unknown = JSON.parse(text);
    if (turns.due) await turns.next();
    return isOfShape(requestShape, value) && JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
