let segmenter: Intl.Segmenter | undefined;

/** What finds the characters that people see, made at first use: that takes 15 ms, and most texts do without. */
export function graphemes(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter;
}
