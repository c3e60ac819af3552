import vocabulary from 'gpt-tokenizer/bpeRanks/o200k_base';
import { expect, test } from 'vitest';
import { createEncoder } from '../../src/plan/tokens/byte-pairs.ts';
import { loadRanks } from '../../src/plan/tokens/o200k-ranks.ts';
import { openRanks, packRanks } from '../../src/plan/tokens/packed-ranks.ts';

const utf8 = new TextEncoder();
const bytesOf = (token: string | readonly number[]) =>
  typeof token === 'string' ? utf8.encode(token) : Uint8Array.from(token);
const ranks = await loadRanks();
const rankOf = openRanks(ranks);

test('keeps every rank, and nothing else, when packed', () => {
  const tokens = vocabulary.map(bytesOf);
  expect(tokens).toHaveLength(199_998);
  expect(tokens.findIndex((token, rank) => rankOf(token, 0, token.length) !== rank)).toBe(-1);
  const other = utf8.encode('no such token');
  expect(rankOf(other, 0, other.length)).toBeUndefined();
  expect(rankOf(other, 0, 0)).toBeUndefined();
});

test('looks at a part of the bytes only', () => {
  const text = utf8.encode('xx token yy');
  const token = vocabulary.indexOf(' token');
  expect(rankOf(text, 2, 8)).toBe(token);
  expect(rankOf(text, 2, 9)).not.toBe(token);
});

test('works wherever in its memory the table lies', () => {
  const memory = new Uint8Array(ranks.length + 3);
  memory.set(ranks, 3);
  const token = utf8.encode(' the');
  expect(openRanks(memory.subarray(3))(token, 0, token.length)).toBe(vocabulary.indexOf(' the'));
});

test('has room for tokens of 255 bytes, and says so of longer ones', () => {
  const long = new Uint8Array(255).fill(1);
  expect(openRanks(packRanks([new Uint8Array([1]), long]))(long, 0, long.length)).toBe(1);
  expect(() => packRanks([new Uint8Array(256)])).toThrow('No room for token 0.');
});

test('is small', () => {
  expect(ranks.length).toBeLessThan(2_500_000);
});

test('joins the pair with the lowest rank first', () => {
  const encode = createEncoder(rankOf, /\S+/gu);
  expect([...encode('antidisestablishmentarianism')].flat()).toEqual([
    'ant',
    'idis',
    'est',
    'ablishment',
    'arian',
    'ism',
  ]);
});
