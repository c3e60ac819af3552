import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokenLogprobs } from '../../src/plan/made-up/logprobs.ts';
import { createRandom } from '../../src/plan/made-up/random.ts';
import { loadTokenizer, type Token } from '../../src/plan/tokens/tokens.ts';

const tokenizer = await loadTokenizer();
const piece = (...tokens: Token[]) => ({ text: '', tokens, count: tokens.length });

test('gives each token its text, bytes and log probability', () => {
  const [hello, ...rest] = tokenLogprobs(piece('Hello'), 0, createRandom(1));
  expect(rest).toEqual([]);
  expect(hello).toEqual({
    token: 'Hello',
    logprob: expect.any(Number),
    bytes: [72, 101, 108, 108, 111],
    top_logprobs: [],
  });
});

test('writes bytes that are not whole UTF-8 as OpenAI does', () => {
  const [token] = tokenLogprobs(piece(Uint8Array.of(0xe2, 0x9c)), 0, createRandom(1));
  expect(token).toMatchObject({ token: 'bytes:\\xe2\\x9c', bytes: [0xe2, 0x9c] });
});

test('is the same for the same seed', () => {
  const one = tokenLogprobs(piece('a', 'b'), 5, createRandom(7));
  expect(tokenLogprobs(piece('a', 'b'), 5, createRandom(7))).toEqual(one);
  expect(tokenLogprobs(piece('a', 'b'), 5, createRandom(8))).not.toEqual(one);
});

test('sometimes takes another token than the likeliest', () => {
  const tokens = Array.from({ length: 200 }, () => 'x');
  const unlikely = tokenLogprobs(piece(...tokens), 2, createRandom(1)).filter(
    ({ top_logprobs: [first] }) => first?.token !== 'x',
  );
  expect(unlikely.length).toBeGreaterThan(5);
  expect(unlikely.length).toBeLessThan(100);
});

test('gives probabilities, whatever the text', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme' }),
      fc.integer({ min: 0, max: 20 }),
      fc.nat(),
      async (text, top, seed) => {
        const pieces = await tokenizer.split(text);
        const logprobs = pieces.flatMap((each) => tokenLogprobs(each, top, createRandom(seed)));
        expect(logprobs).toHaveLength(await tokenizer.count(text));
        expect(logprobs.flatMap(({ bytes }) => bytes)).toEqual([...new TextEncoder().encode(text)]);
        for (const { top_logprobs, ...taken } of logprobs) {
          expect(taken.logprob).toBeLessThanOrEqual(0);
          expect(top_logprobs).toHaveLength(top);
          if (top > 0) expect(top_logprobs).toContainEqual(taken);
          expect(new Set(top_logprobs.map(({ token }) => token)).size).toBe(top);
          const values = top_logprobs.map(({ logprob }) => logprob);
          expect(values).toEqual([...values].sort((a, b) => b - a));
          expect(values.reduce((sum, value) => sum + Math.exp(value), 0)).toBeLessThanOrEqual(1);
        }
      },
    ),
  );
});
