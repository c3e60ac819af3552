/** A token as its text, or as its bytes where it is not whole UTF-8 (a part of an emoji, of a rare character). */
export type Token = string | Uint8Array;

/**
 * Which tokens there are, and which pair of neighbours is joined first: the one with the lowest rank. Undefined when the
 * bytes from `start` to `end` are no token.
 */
export type RankOf = (bytes: Uint8Array, start: number, end: number) => number | undefined;

/**
 * Byte pair encoding, as tiktoken does it. gpt-tokenizer brings the vocabulary, but its encoder loses byte order marks
 * and takes time in the square of a word's length (0.4 s for 20,000 letters), which any client could send. The tokens
 * come in parts, each of which takes a few ms at most.
 *
 * @param pattern Matches the words of a text, which are encoded one by one, and leaves nothing out; flags `gu`.
 */
export function createEncoder(rankOf: RankOf, pattern: RegExp): (text: string) => Iterable<Token[]> {
  // The longest word, in UTF-8; one array for all of them, since making one takes longer than looking a word up.
  const buffer = new Uint8Array(3 * WINDOW);
  return function* encode(text) {
    let tokens: Token[] = [];
    for (const word of words(text, pattern)) {
      const { written } = utf8.encodeInto(word, buffer);
      if (rankOf(buffer, 0, written) !== undefined) tokens.push(word);
      else merge(word, buffer.subarray(0, written), rankOf, tokens);
      if (tokens.length < PART) continue;
      yield tokens;
      tokens = [];
    }
    yield tokens;
  };
}

/**
 * How much of a text the pattern sees at once: on a word of millions of characters, it would overflow its stack; and the
 * longest word is encoded in one go.
 */
const WINDOW = 2 ** 13;

/** How many tokens make a part, but for what the last word of it adds. */
const PART = 500;

/** What the pattern looks ahead at most: `'re`. */
const LOOKAHEAD = 3;

/** The words of a text. A word that is longer than a window is cut. */
function* words(text: string, pattern: RegExp): Generator<string, void, undefined> {
  for (let start = 0; start < text.length; ) {
    const last = start + WINDOW >= text.length;
    const rest = text.slice(start, start + WINDOW);
    // Without the half of a character that the window ends in. Any other lone surrogate has no UTF-8: TextEncoder, too,
    // makes it U+FFFD.
    const window = (last ? rest : rest.replace(/\p{Surrogate}$/u, '')).replace(/\p{Surrogate}/gu, '\uFFFD');
    let end = 0;
    for (const [word] of window.matchAll(pattern)) {
      // In the next window it may be longer, or another word.
      if (!last && end > 0 && end + word.length > WINDOW - 1 - LOOKAHEAD) break;
      yield word;
      end += word.length;
    }
    start += end;
  }
}

const utf8 = new TextEncoder();
const NONE = 2 ** 31 - 1;

/**
 * Joins the pair of neighbours with the lowest rank, the leftmost first, until no pair is a token. The ranks are in a
 * tournament tree, so the time is O(n log n).
 */
function merge(word: string, bytes: Uint8Array, rankOf: RankOf, tokens: Token[]): void {
  const length = bytes.length;
  // Parts are known by the byte they start at.
  const next = Int32Array.from({ length: length + 1 }, (_, place) => place + 1);
  const previous = Int32Array.from({ length: length + 1 }, (_, place) => place - 1);
  // The leaves are the ranks of pairs; a node has the lower one of its two children; the root is node 1.
  const leaves = 2 ** Math.ceil(Math.log2(length));
  const tree = new Int32Array(2 * leaves).fill(NONE);
  const lowest = (node: number): number => tree[node] ?? NONE;

  const setRank = (start: number, rank: number): void => {
    let node = leaves + start;
    for (let value = rank; node > 0 && lowest(node) !== value; ) {
      tree[node] = value;
      value = Math.min(value, lowest(node ^ 1));
      node >>= 1;
    }
  };
  const consider = (start: number): void => {
    const middle = next[start] ?? length;
    setRank(start, middle < length ? (rankOf(bytes, start, next[middle] ?? length) ?? NONE) : NONE);
  };

  for (let start = 0; start < length; start++) consider(start);
  while (lowest(1) !== NONE) {
    let node = 1;
    while (node < leaves) node = 2 * node + (lowest(2 * node) === lowest(1) ? 0 : 1);
    const start = node - leaves;
    const gone = next[start] ?? length;
    const after = next[gone] ?? length;
    next[start] = after;
    previous[after] = start;
    setRank(gone, NONE);
    consider(start);
    const before = previous[start] ?? -1;
    if (before >= 0) consider(before);
  }

  let from = 0;
  for (let start = 0, end: number; start < length; start = end) {
    end = next[start] ?? length;
    const part = bytes.subarray(start, end);
    const to = from + utf16Length(part);
    tokens.push(continues(part) || continues(bytes.subarray(end)) ? part.slice() : word.slice(from, to));
    from = to;
  }
}

/** How many UTF-16 units the characters have that begin in these bytes of UTF-8. */
export function utf16Length(bytes: Uint8Array): number {
  let length = 0;
  for (const byte of bytes) length += (byte & 0xc0) === 0x80 ? 0 : byte >= 0xf0 ? 2 : 1;
  return length;
}

/** Whether these bytes begin inside a character of UTF-8. */
export function continues(bytes: Uint8Array): boolean {
  return ((bytes[0] ?? 0) & 0xc0) === 0x80;
}
