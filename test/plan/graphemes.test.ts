import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { graphemesOf } from '../../src/plan/tokens/graphemes.ts';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const segmented = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);

const code = fc.oneof(
  fc.integer({ min: 0, max: 0x36f }),
  fc.integer({ min: 0x2000, max: 0x206f }),
  fc.integer({ min: 0x3030, max: 0x30a5 }),
  fc.integer({ min: 0x9ff0, max: 0xa010 }),
  fc.constantFrom(0x0d, 0x0a, 0x200d, 0xfe0f, 0x1f3fd, 0x1f468, 0x1f1eb, 0x1f1f7, 0x0e33, 0x1100, 0x1161),
);
const texts = fc.array(code, { maxLength: 60 }).map((codes) => String.fromCodePoint(...codes));

test('cuts where Unicode does', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect([...graphemesOf(text)]).toEqual(segmented(text));
    }),
    { numRuns: 3000 },
  );
});

test('makes no segmenter for plain text, which would take its time', async () => {
  vi.resetModules();
  const spy = vi.spyOn(Intl, 'Segmenter').mockImplementation(() => {
    throw new Error('A segmenter is made.');
  });
  const fresh = await import('../../src/plan/tokens/graphemes.ts');
  expect([...fresh.graphemesOf('“Où ça ?” – Né…')].join('|')).toBe('“|O|ù| |ç|a| |?|”| |–| |N|é|…');
  expect(() => [...fresh.graphemesOf('e\u0301!')]).toThrow('A segmenter is made.');
  spy.mockRestore();
});
