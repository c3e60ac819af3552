import { expect, test } from 'vitest';
import { createEncoder } from '../../src/reply/byte-pairs.ts';
import { loadRanks, rankMaps } from '../../src/reply/o200k.ts';
import { packRanks, unpackRanks } from '../../src/reply/packed-ranks.ts';

const { ofText, ofBytes } = rankMaps();
const packed = packRanks(ofText, ofBytes);

test('keeps every rank, and nothing else, when packed', () => {
  const ranks = unpackRanks(JSON.parse(JSON.stringify(packed)));
  expect(ofText.size + ofBytes.size).toBe(199_998);
  expect([...ofText].filter(([text, rank]) => ranks.ofText(text) !== rank)).toEqual([]);
  expect([...ofBytes].filter(([bytes, rank]) => ranks.ofBytes(bytes) !== rank)).toEqual([]);
  expect(ranks.ofText('no such token')).toBeUndefined();
  expect(ranks.ofText('')).toBeUndefined();
});

test('is one long string and few short ones', () => {
  expect(packed.others.length + packed.bytes.length).toBeLessThan(2_000);
  expect(packed.texts.length).toBeLessThan(2_500_000);
});

test('joins the pair with the lowest rank first', () => {
  const encode = createEncoder(loadRanks(), /\S+/gu);
  expect(encode('antidisestablishmentarianism')).toEqual([
    'ant',
    'idis',
    'est',
    'ablishment',
    'arian',
    'ism',
  ]);
});
