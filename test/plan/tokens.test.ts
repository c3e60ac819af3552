import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { beforeAll, expect, test } from 'vitest';
import { loadTokenizer, type Token, type Tokenizer } from '../../src/plan/tokens/tokens.ts';

let tokenizer: Tokenizer;
beforeAll(async () => {
  tokenizer = await loadTokenizer();
});

const texts = async (text: string) => (await tokenizer.split(text)).map((piece) => piece.text);
const utf8 = (token: Token) => (typeof token === 'string' ? new TextEncoder().encode(token) : token);

test('splits ordinary text where its tokens end', async () => {
  expect(await texts('Hello **world**, this is `code`.')).toEqual([
    'Hello',
    ' **',
    'world',
    '**,',
    ' this',
    ' is',
    ' `',
    'code',
    '`.',
  ]);
});

test('counts as OpenAI counts', async () => {
  expect(await tokenizer.count('')).toBe(0);
  expect(await tokenizer.count('tiktoken is great!')).toBe(6);
  expect(await tokenizer.count('お誕生日おめでとう')).toBe(8);
});

test('joins the tokens of an emoji family to one piece, and counts them all', async () => {
  const family = '👩‍👩‍👧‍👦';
  const pieces = await tokenizer.split(`a ${family} b`);
  expect(pieces.some((piece) => piece.text.includes(family))).toBe(true);
  expect(pieces.reduce((sum, piece) => sum + piece.count, 0)).toBe(await tokenizer.count(`a ${family} b`));
});

test('gives the bytes of each token of a character that is cut', async () => {
  const tokens = (await tokenizer.split('𓀀')).flatMap((piece) => piece.tokens);
  expect(tokens.length).toBeGreaterThan(1);
  expect(tokens.flatMap((token) => [...utf8(token)])).toEqual([0xf0, 0x93, 0x80, 0x80]);
});

test('keeps CR LF and combining marks with what they belong to', async () => {
  expect(await texts('e\u0301')).toEqual(['e\u0301']);
  for (const text of ['a\r\n\r\nb', 'e\u0301e\u0301\u0301 n\u0303', 'ก็ที่นี่', '각각'])
    await expectWholeGraphemes(text);
});

test('treats the names of special tokens as ordinary text', async () => {
  expect((await texts('a <|endoftext|> b')).join('')).toBe('a <|endoftext|> b');
  expect(await tokenizer.count('<|endoftext|>')).toBeGreaterThan(1);
});

test('keeps a byte order mark', async () => {
  expect(await tokenizer.count('\uFEFF')).toBe(1);
  expect(await tokenizer.count('\uFEFFusing')).toBe(1);
  expect((await texts('\uFEFFhello \uFEFF\uFEFF')).join('')).toBe('\uFEFFhello \uFEFF\uFEFF');
});

test.each(['a', 'の', '-', ' ', '\n', '\u0301', '!'])(
  'tokenizes 200,000 times %j without hanging',
  async (character) => {
    const text = character.repeat(200_000);
    const pieces = await tokenizer.split(text);
    expect(pieces.map((piece) => piece.text).join('') === text).toBe(true);
  },
);

test.each(['A', '\u0301'])(
  'tokenizes a word of 7 million times %j',
  async (character) => {
    expect(await tokenizer.count(character.repeat(7_000_000))).toBeGreaterThan(800_000);
  },
  60_000,
);

test('cuts no ordinary word of a long text', async () => {
  const words = ' the answer, isn\'t it? "Où ça ?" 東京タワー 👩‍👩‍👧‍👦 12345\n\n   naïve'.repeat(6_000);
  for (const offset of [0, 1, 2, 3, 4, 5, 6, 7]) {
    const text = 'x'.repeat(offset) + words;
    expect(await tokenizer.count(text)).toBe(encode(text).length);
  }
});

const script = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((code) => String.fromCodePoint(code));

const unit = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme-ascii' }),
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), // with lone surrogates
  fc.constantFrom(
    '👩‍👩‍👧‍👦',
    '🏳️‍🌈',
    '👍🏽',
    '🇫🇷',
    '🇩',
    '\u200d',
    '\ufe0f',
    '\r\n',
    '\r',
    '\n',
    ' ',
    '\uFEFF',
    '<|endoftext|>',
  ),
  fc.constantFrom(' the', ' answer', '**', '# ', 'naïve', 'שָׁלוֹם', 'مرحبا', 'क्षि', '்'),
  script(0x2000, 0x206f), // dashes and quotes, and what is not seen
  script(0x300, 0x36f), // combining marks
  script(0x590, 0x6ff), // Hebrew, Arabic
  script(0xe00, 0xe5b), // Thai
  script(0x1100, 0x11ff), // Hangul jamo
  script(0x1f1e6, 0x1f1ff), // flags
  script(0x1f300, 0x1faff), // pictographs
);
const anyText = fc.array(unit, { maxLength: 40 }).map((units) => units.join(''));

test('loses no character and no token, whatever the text', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      const pieces = await tokenizer.split(text);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      expect(pieces.reduce((sum, piece) => sum + piece.count, 0)).toBe(await tokenizer.count(text));
      for (const piece of pieces) {
        expect(piece.tokens).toHaveLength(piece.count);
        expect(piece.tokens.flatMap((token) => [...utf8(token)])).toEqual([
          ...new TextEncoder().encode(piece.text),
        ]);
      }
    }),
    { numRuns: 2000 },
  );
});

test('never ends a piece inside a grapheme', async () => {
  await fc.assert(fc.asyncProperty(anyText, expectWholeGraphemes), { numRuns: 2000 });
});

test('joins no more tokens than a grapheme needs', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme-ascii', maxLength: 200 }), async (text) => {
      const tokens = encode(text, { disallowedSpecial: new Set() }).length;
      expect((await tokenizer.split(text)).length).toBe(tokens);
    }),
  );
});

async function expectWholeGraphemes(text: string) {
  const ends = new Set<number>();
  for (const { segment, index } of new Intl.Segmenter().segment(text)) ends.add(index + segment.length);
  let end = 0;
  for (const piece of await tokenizer.split(text)) {
    end += piece.text.length;
    expect(ends).toContain(end);
  }
}
