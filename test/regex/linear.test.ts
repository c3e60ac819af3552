import { expect, test } from 'vitest';
import { linearTest, UnsupportedRegex } from '../../src/regex/linear.ts';
import { timed } from '../kit/timed.ts';

const LONG = 'a'.repeat(100_000);

test.each<[source: string, flags: string, text: string, matches: boolean]>([
  ['^(a+)+$', '', LONG, true],
  ['^(a+)+$', '', `${LONG}!`, false],
  ['^(\\w+\\s?)*!$', '', LONG, false],
  ['(a|a)*b', '', LONG, false],
  ['(a|aa)+$', 'u', `${LONG}!`, false],
  ['(x+x+)+y', '', 'x'.repeat(100_000), false],
  ['a.*b.*c.*d', 's', 'abc'.repeat(33_333), false],
  ['(?=(a+)+$)a', '', `${LONG}!`, false],
  ['(?<!(a+)+)b', '', `${LONG}b`, false],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', '', LONG, false],
  ['(a*)*(b*)*(c*)*d', '', LONG, false],
])('/%s/%s takes linear time', async (source, flags, text, matches) => {
  const test = linearTest(source, flags);
  expect(await timed(() => test(text))).toEqual({ value: matches, slow: false });
});

test.each<[source: string, flags: string, message: string, hint: string]>([
  ['(a)\\1', '', 'a back reference, \\1', 'write out in its place what the group may be'],
  ['(?<x>a)\\k<x>', '', 'a back reference, \\k', 'write out in its place what the group may be'],
  ['([\\p{L}--a])', 'v', 'the flag "v"', 'write it for the flag "u"'],
  ['(a\\c)', '', '\\c without a letter', 'write \\\\c'],
  ['((a{100}){100}){100}', '', 'it is too large with its counts written out', 'use smaller counts, or "*"'],
  ['(?:){1000000000}', '', 'it is too large with its counts written out', 'use smaller counts, or "*"'],
  [
    `${'('.repeat(3000)}${')'.repeat(3000)}`,
    '',
    'it is too large with its counts written out',
    'use smaller counts, or "*"',
  ],
])('/%s/%s is refused', (source, flags, message, hint) => {
  const refusal = new UnsupportedRegex(message, hint);
  expect(() => linearTest(source, flags)).toThrow(refusal);
  expect(() => linearTest(source, flags)).toThrow(expect.objectContaining({ hint }));
});

test('an invalid expression is refused in the words of JavaScript', () => {
  expect(() => linearTest('(')).toThrow(SyntaxError);
  expect(() => linearTest('a', 'z')).toThrow(SyntaxError);
});

test('a test does not depend on the one before', () => {
  const test = linearTest('(?<=a)b|(?=b)c', 'gy');
  expect(['ab', 'cb', 'ab', 'bb', 'ab'].map(test)).toEqual([true, false, true, false, true]);
});
