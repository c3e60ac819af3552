import { createHeap } from './heap.ts';

/** The tokens of a byte pair encoding by rank: a text, or bytes where they are not whole UTF-8. */
export type Vocabulary = readonly (string | readonly number[])[];

/**
 * Byte pair encoding, as tiktoken does it. gpt-tokenizer brings the vocabulary, but its encoder loses byte order marks
 * and takes time in the square of a word's length (0.4 s for 20,000 letters), which any client could send.
 *
 * @param words Matches the words of a text, which are encoded one by one; flags `gu`.
 * @returns A function from a text to the ranks of its tokens.
 */
export function createEncoder(vocabulary: Vocabulary, words: RegExp): (text: string) => number[] {
  const { ofText, ofBytes } = index(vocabulary);
  return (text) => {
    const ranks: number[] = [];
    // A lone surrogate has no UTF-8; TextEncoder, too, makes it U+FFFD.
    for (const [word] of text.replace(/\p{Surrogate}/gu, '\uFFFD').matchAll(words)) {
      const rank = ofText.get(word);
      if (rank !== undefined) ranks.push(rank);
      else for (const part of merge(word, ofText, ofBytes)) ranks.push(part);
    }
    return ranks;
  };
}

type Ranks = ReadonlyMap<string, number>;

/** Tokens by their text, and those that are no text by their bytes, one character a byte. */
function index(vocabulary: Vocabulary): { ofText: Ranks; ofBytes: Ranks } {
  const ofText = new Map<string, number>();
  const ofBytes = new Map<string, number>();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (let rank = 0; rank < vocabulary.length; rank++) {
    const token = vocabulary[rank];
    if (token === undefined) continue;
    if (typeof token === 'string') ofText.set(token, rank);
    // Texts that begin with a byte order mark are in the vocabulary as bytes.
    else if (startsWithMark(token)) ofText.set(decoder.decode(Uint8Array.from(token)), rank);
    else ofBytes.set(String.fromCharCode(...token), rank);
  }
  return { ofText, ofBytes };
}

function startsWithMark(bytes: readonly number[]): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

const utf8 = new TextEncoder();
const PLACES = 2 ** 32;

/** Joins the pair of neighbours with the lowest rank, the leftmost first, until no pair is a token. */
function merge(word: string, ofText: Ranks, ofBytes: Ranks): number[] {
  const bytes = utf8.encode(word);
  const characters = characterStarts(word, bytes);
  const length = bytes.length;
  // Parts are known by the byte they start at.
  const next = Int32Array.from({ length: length + 1 }, (_, place) => place + 1);
  const previous = Int32Array.from({ length: length + 1 }, (_, place) => place - 1);
  const pairRank = new Int32Array(length).fill(-1);
  const queue = createHeap();

  const rankOf = (start: number, end: number): number | undefined => {
    const from = characters[start] ?? -1;
    const to = characters[end] ?? -1;
    return from >= 0 && to >= 0
      ? ofText.get(word.slice(from, to))
      : ofBytes.get(String.fromCharCode(...bytes.subarray(start, end)));
  };
  const consider = (start: number): void => {
    const middle = next[start] ?? length;
    const rank = middle < length ? rankOf(start, next[middle] ?? length) : undefined;
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

  const ranks: number[] = [];
  for (let start = 0; start < length; start = next[start] ?? length) {
    const rank = rankOf(start, next[start] ?? length);
    if (rank === undefined) throw new Error('The vocabulary lacks a byte.');
    ranks.push(rank);
  }
  return ranks;
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
