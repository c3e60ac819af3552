import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linearTest } from '../../src/regex/linear.ts';

const CHARACTERS = [
  'a',
  'b',
  'A',
  'k',
  's',
  '-',
  '_',
  '1',
  ' ',
  '\n',
  '\r',
  '\u00a0',
  '\u2028',
  'é',
  'ß',
  'ẞ',
  'ſ',
];
const UNPAIRED = ['\u212a', '😀', '\ud83d', '\ude00', '\v', '\0', '\u0001'];
const texts = fc
  .array(fc.constantFrom(...CHARACTERS, ...UNPAIRED), { maxLength: 9 })
  .map((all) => all.join(''));

const anywhere = [
  'a',
  'b',
  'k',
  's',
  'é',
  'ß',
  '😀',
  ' ',
  '.',
  '\\d',
  '\\w',
  '\\s',
  '\\S',
  '\\W',
  '\\D',
  '\\n',
  '\\/',
];
const escapes = [
  '\\x61',
  '\\u0061',
  '\\cA',
  '\\0',
  '\\ud83d\\ude00',
  '\\ud83d',
  '\\t',
  '\\v',
  '\\.',
  '\\\\',
  '\\^',
];
const classes = [
  '[ab]',
  '[^a]',
  '[^]',
  '[]',
  '[\\s\\d]',
  '[^\\S]',
  '[a-z]',
  '[😀k]',
  '[\\]a]',
  '[(]',
  '[\\b]',
  '[^\\w-]',
];
const atoms = fc.constantFrom(...anywhere, ...escapes, ...classes);
const assertions = fc.constantFrom('^', '$', '\\b', '\\B');
const onlyUnicode = fc.constantFrom('\\u{1f600}', '\\p{L}', '\\P{L}', '[\\p{Lu}1]', '\\u{61}');
const onlyOthers = fc.constantFrom(
  '{',
  '}',
  ']',
  'a{',
  'a{,2}',
  '\\u{2}',
  '\\p',
  '\\012',
  '\\a',
  '\\x',
  '(?=a)*',
  '[\\c]',
);
const quantifiers = fc.constantFrom(
  '',
  '',
  '',
  '*',
  '+',
  '?',
  '{2}',
  '{0}',
  '{1,}',
  '{0,2}',
  '{2,3}',
  '*?',
  '+?',
  '??',
  '{1,2}?',
);

const bodies = (extra: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.letrec<{ all: string; sequence: string; item: string }>((tie) => ({
    all: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((all) => all.join('|')),
    sequence: fc.array(tie('item'), { maxLength: 4 }).map((all) => all.join('')),
    item: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.tuple(atoms, quantifiers).map((all) => all.join('')),
      assertions,
      extra,
      fc
        .tuple(fc.constantFrom('(', '(?:'), tie('all'), quantifiers)
        .map(([open, body, count]) => `${open}${body})${count}`),
      fc
        .tuple(fc.constantFrom('(?=', '(?!', '(?<=', '(?<!'), tie('all'))
        .map(([open, body]) => `${open}${body})`),
    ),
  })).all;

const expressions = fc
  .tuple(fc.constantFrom('', 'u'), fc.subarray(['i', 'm', 's']))
  .chain(([unicode, others]) =>
    fc.tuple(
      bodies(unicode === '' ? onlyOthers : onlyUnicode).filter((body) => body !== '' && body.length < 60),
      fc.constant(unicode + others.join('')),
    ),
  );

/** With `u`, V8 also tries assertions between the two units of a code point; by the specification it must not. */
function matchesSomewhere(source: string, flags: string, text: string): boolean {
  if (!flags.includes('u')) return new RegExp(source, flags).test(text);
  const regex = new RegExp(source, `${flags}y`);
  const characters = Array.from(text);
  return [...characters, ''].some((_, i) => {
    regex.lastIndex = characters.slice(0, i).join('').length;
    return regex.test(text);
  });
}

test('agrees with RegExp on whatever it supports', () => {
  fc.assert(
    fc.property(expressions, fc.array(texts, { minLength: 1, maxLength: 5 }), ([source, flags], all) => {
      // In a group: without any, an expression is left to RegExp.
      const matches = linearTest(`(?:${source})`, flags);
      expect(all.map(matches)).toEqual(all.map((text) => matchesSomewhere(source, flags, text)));
    }),
    { numRuns: 2000 },
  );
});
