import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linearExec } from '../../src/regex/captures.ts';

const groupsOf = (source: string, text: string, flags = '') => linearExec(source, flags)(text)?.groups;

test('catches what the groups of an expression match', () => {
  expect(groupsOf('films? (?:about|on) (\\w+)( please)?', 'a film about space now')).toEqual([
    'film about space',
    'space',
    undefined,
  ]);
  expect(groupsOf('(a+)(a*)', 'xaaa')).toEqual(['aaa', 'aaa', '']);
  expect(groupsOf('(a+?)(a*)', 'xaaa')).toEqual(['aaa', 'a', 'aa']);
  expect(groupsOf('😀(.)', 'a😀😀b', 'u')).toEqual(['😀😀', '😀']);
  expect(groupsOf('film', 'two films')).toEqual(['film']);
  expect(groupsOf('(x)', 'abc')).toBeUndefined();
});

test('catches by name', () => {
  expect(linearExec('in (?<city>[A-Z]\\w+)(?<rest>!)?')('Films in Paris')?.named).toEqual({
    city: 'Paris',
    rest: undefined,
  });
});

test('a group of a repetition has what its last round caught', () => {
  expect(groupsOf('(?:(a)|(b))*', 'ab')).toEqual(['ab', undefined, 'b']);
});

test('takes linear time where JavaScript takes minutes', () => {
  const began = performance.now();
  expect(groupsOf('^((\\w+\\s?)*)!$', `${'word '.repeat(4000)}?`)).toBeUndefined();
  expect(groupsOf('^((a+)+)$', 'a'.repeat(20_000))?.[2]).toHaveLength(20_000);
  expect(performance.now() - began).toBeLessThan(3000);
});

const body = fc.letrec<{ all: string; sequence: string; item: string }>((tie) => ({
  all: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((all) => all.join('|')),
  sequence: fc.array(tie('item'), { maxLength: 3 }).map((all) => all.join('')),
  item: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .tuple(fc.constantFrom('a', 'b', '.', '[^a]'), fc.constantFrom('', '', '*', '+', '?', '*?', '+?', '??'))
      .map((all) => all.join('')),
    fc
      .tuple(fc.constantFrom('(', '(?:'), tie('all'), fc.constantFrom('', '*', '+', '?', '{1,2}', '*?', '+?'))
      // Where one round of a repetition may be empty, JavaScript tries others, see `linearExec`.
      .map(([open, inner, count]) => `${open}${inner})${new RegExp(`^(?:${inner})$`).test('') ? '' : count}`),
  ),
})).all;

test('agrees with RegExp', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 }).map((all) => all.join(''));
  fc.assert(
    fc.property(body, fc.array(texts, { minLength: 1, maxLength: 5 }), (source, all) => {
      const exec = linearExec(`(${source})`);
      expect(all.map((text) => exec(text)?.groups)).toEqual(
        all.map((text) => {
          const found = new RegExp(`(${source})`).exec(text);
          return found === null ? undefined : [...found];
        }),
      );
    }),
    { numRuns: 1000 },
  );
});
