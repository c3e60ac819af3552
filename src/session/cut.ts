import { sizeOf } from '../plan/size.ts';
import type { Data } from '../playback/item.ts';

/** How much of a body or a frame the journal keeps, in bytes. */
const LONGEST = 65_536;

/** What is known of a text that is kept cut. */
export interface Cut {
  /** Of the whole text, in UTF-8. */
  readonly bytes: number;
  /** The 32-bit FNV-1a hash of these bytes, as eight hexadecimal digits. */
  readonly fnv1a: string;
}

/** A text as the journal keeps it: one that is too long is its beginning. */
export function cutText(data: Data): { readonly text: string; readonly cut?: Cut } {
  // A character has three bytes at most for each of its UTF-16 units.
  if (typeof data === 'string' && data.length * 3 <= LONGEST) return { text: data };
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  if (bytes.length > LONGEST) {
    // Decoded, since a slice of the text would keep all of it in memory.
    const text = new TextDecoder().decode(bytes.subarray(0, LONGEST), { stream: true });
    return { text, cut: describe(bytes) };
  }
  return { text: typeof data === 'string' ? data : new TextDecoder().decode(data) };
}

/** A body as the journal keeps it: the text of one that is too long or nested too deep to be kept as its value. */
export function cutBody(bytes: Uint8Array, value: unknown): { readonly body: unknown; readonly cut?: Cut } {
  if (bytes.length <= LONGEST && Number.isFinite(sizeOf(value))) return { body: value };
  const { text, cut = describe(bytes) } = cutText(bytes);
  return { body: text, cut };
}

function describe(bytes: Uint8Array): Cut {
  // An iterator would make an object for each byte.
  const hash = bytes.reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193), 0x811c9dc5);
  return { bytes: bytes.length, fnv1a: (hash >>> 0).toString(16).padStart(8, '0') };
}
