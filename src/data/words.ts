/** Scripts that write words without spaces between them. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

let segmenter: Intl.Segmenter | undefined;

/** The words of a text in their order: in lower case, without accents, in the singular as far as English shows it. */
export function wordsOf(text: string): string[] {
  return plainWords(text).map(singular);
}

/** The same as they were written, but for case and accents. */
export function plainWords(text: string): string[] {
  return writtenWords(fold(text));
}

/** The words of a text as they were written. */
export function writtenWords(text: string): string[] {
  const words = text.match(/[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)*/gu) ?? [];
  return UNSPACED.test(text) ? words.flatMap(segments) : words;
}

/** A text without what a search does not tell apart: case and accents. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  // Most texts are plain, and normalizing takes long.
  return /^[\p{ASCII}’]*$/u.test(lower) ? lower : lower.normalize('NFKD').replace(/\p{M}+/gu, '');
}

function segments(word: string): string[] {
  if (!UNSPACED.test(word)) return [word];
  segmenter ??= new Intl.Segmenter('ja', { granularity: 'word' });
  return [...segmenter.segment(word)].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []));
}

/** `films` is found by `film`, and the other way round. */
function singular(word: string): string {
  const bare = word.replace(/['’]s$/, '');
  return bare.length > 4 && bare.endsWith('s') && !/(?:ss|us|is)$/.test(bare) ? bare.slice(0, -1) : bare;
}
