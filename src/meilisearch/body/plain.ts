import type { ChatRequest } from '../chat-request.ts';
import { isOfShape } from './is-of-shape.ts';
import { requestShape } from './request-shape.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The request, if a quick look finds it good: the parser takes ten times as long. A body that is written as
 * `JSON.stringify` writes it has no key twice, which `JSON.parse` would not notice. Escapes and large exponents, of which
 * serde_json refuses some, are left to the parser.
 */
export function parsePlainly(bytes: Uint8Array): ChatRequest | undefined {
  try {
    const text = utf8.decode(bytes);
    if (text.includes('\\u') || text.includes('e+')) return undefined;
    const value: unknown = JSON.parse(text);
    return isOfShape(requestShape, value) && JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
