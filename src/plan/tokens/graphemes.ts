/** In UTF-16 units: no script has longer ones, and the time for marks piled up by the thousand stays bounded. */
const LONGEST_GRAPHEME = 256;

let shared: Intl.Segmenter | undefined;

/** Made when first needed: that takes 12 ms, and most texts do without. */
function segmenter(): Intl.Segmenter {
  shared ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return shared;
}

/** Latin letters, dashes, quotes and dots, Hiragana and Chinese characters: apart from CR LF none of them combine. */
function isPlain(unit: number): boolean {
  return (
    unit < 0x300 ||
    (unit >= 0x2010 && unit <= 0x2027) ||
    (unit >= 0x3041 && unit <= 0x3096) ||
    (unit >= 0x4e00 && unit <= 0x9fff)
  );
}

/**
 * Whether a grapheme ends at `end`, given that one ended at `start`. Only a window is segmented: a segmenter's cost grows
 * with the whole text (V8 copies it).
 */
export function endsGrapheme(text: string, start: number, end: number): boolean {
  if (end >= text.length) return true;
  const before = text.charCodeAt(end - 1);
  const after = text.charCodeAt(end);
  if (isPlain(before) && isPlain(after)) return !(before === 0x0d && after === 0x0a);
  const from = Math.max(start, end - LONGEST_GRAPHEME);
  const graphemes = segmenter().segment(text.slice(from, end + 2));
  return graphemes.containing(end - from)?.index === end - from;
}

/** The graphemes of a short text, one by one. */
export function* graphemesOf(text: string): Generator<string, void, undefined> {
  let start = 0;
  for (let end = 1; end <= text.length; end++) {
    if (!endsGrapheme(text, start, end)) continue;
    yield text.slice(start, end);
    start = end;
  }
}
