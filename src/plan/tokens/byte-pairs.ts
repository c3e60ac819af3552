import { createHeap } from './number-heap.ts';

/** A token as its text, or as its bytes where it is not whole UTF-8 (a part of an emoji, of a rare character). */
export type Token = string | Uint8Array;

/**
 * Which tokens there are, and which pair of neighbours is joined first: the one with the lowest rank. Undefined when the
 * bytes from `start` to `end` are no token.
 */
export type RankOf = (bytes: Uint8Array, start: number, end: number) => number | undefined;

/**
 * Byte pair encoding, as tiktoken does it. gpt-tokenizer brings the vocabulary, but its encoder loses byte order marks
 * and takes time in the square of a word's length (0.4 s for 20,000 letters), which any client could send.
 *
 * @param words Matches the words of a text, which are encoded one by one, and leaves nothing out; flags `gu`.
 */
export function createEncoder(rankOf: RankOf, words: RegExp): (text: string) => Token[] {
  return (text) => {
    // A lone surrogate has no UTF-8; TextEncoder, too, makes it U+FFFD.
    const whole = text.replace(/\p{Surrogate}/gu, '\uFFFD');
    const bytes = utf8.encode(whole);
    const tokens: Token[] = [];
    let start = 0;
    for (const [word] of whole.matchAll(words)) {
      const end = start + byteLength(word);
      if (rankOf(bytes, start, end) !== undefined) tokens.push(word);
      else for (const part of merge(word, bytes.subarray(start, end), rankOf)) tokens.push(part);
      start = end;
    }
    return tokens;
  };
}

const utf8 = new TextEncoder();
const PLACES = 2 ** 32;

/** Joins the pair of neighbours with the lowest rank, the leftmost first, until no pair is a token. */
function merge(word: string, bytes: Uint8Array, rankOf: RankOf): Token[] {
  const length = bytes.length;
  // Parts are known by the byte they start at.
  const next = Int32Array.from({ length: length + 1 }, (_, place) => place + 1);
  const previous = Int32Array.from({ length: length + 1 }, (_, place) => place - 1);
  const pairRank = new Int32Array(length).fill(-1);
  const queue = createHeap();

  const consider = (start: number): void => {
    const middle = next[start] ?? length;
    const rank = middle < length ? rankOf(bytes, start, next[middle] ?? length) : undefined;
    pairRank[start] = rank ?? -1;
    if (rank !== undefined) queue.push(rank * PLACES + start);
  };

  for (let start = 0; start < length; start++) consider(start);
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const start = key % PLACES;
    if (pairRank[start] !== Math.floor(key / PLACES)) continue; // a part of it was joined to another
    const gone = next[start] ?? length;
    const after = next[gone] ?? length;
    next[start] = after;
    previous[after] = start;
    pairRank[gone] = -1;
    consider(start);
    const before = previous[start] ?? -1;
    if (before >= 0) consider(before);
  }

  const characters = characterStarts(word, bytes);
  const tokens: Token[] = [];
  for (let start = 0; start < length; start = next[start] ?? length) {
    const end = next[start] ?? length;
    const from = characters[start] ?? -1;
    const to = characters[end] ?? -1;
    tokens.push(from >= 0 && to >= 0 ? word.slice(from, to) : bytes.slice(start, end));
  }
  return tokens;
}

/** For each byte (and the end) the index of the character that starts there, or -1 inside a character. */
function characterStarts(word: string, bytes: Uint8Array): Int32Array {
  const starts = new Int32Array(bytes.length + 1).fill(-1);
  let character = 0;
  bytes.forEach((byte, place) => {
    if ((byte & 0xc0) === 0x80) return;
    starts[place] = character;
    character += byte >= 0xf0 ? 2 : 1;
  });
  starts[bytes.length] = word.length;
  return starts;
}

/** In UTF-8. */
function byteLength(text: string): number {
  let length = 0;
  for (const character of text) length += utf8Length(character, 0);
  return length;
}

/** Bytes of the character at an index, 0 at the end; a lone surrogate is sent as U+FFFD, three bytes. */
export function utf8Length(text: string, index: number): number {
  const code = text.codePointAt(index);
  if (code === undefined) return 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
