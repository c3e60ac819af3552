/** A 32-bit FNV-1a hash of a text, as a seed; with `before`, of the text that has this hash and what follows it. */
export function hash(text: string, before = 0x811c9dc5): number {
  let value = before;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}

/** Numbers from 0 (included) to 1 (excluded), the same ones for the same seed (mulberry32). */
export type Random = () => number;

export function createRandom(seed: number | string): Random {
  let state = typeof seed === 'string' ? hash(seed) : seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
