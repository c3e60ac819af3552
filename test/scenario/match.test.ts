import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MatchFacts, matches } from '../../src/scenario/match.ts';
import { explainMismatch, nearest, suggestMatch } from '../../src/scenario/nearest.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import { type Scenario, scenarioFromObject } from '../../src/scenario/scenario.ts';
import type { Match } from '../../src/scenario/schema.ts';
import { timed } from '../kit/timed.ts';

const facts: MatchFacts = {
  workspace: 'movies',
  model: 'gpt-4o',
  message: 'Please recommend a film',
  turn: 1,
};

const withMatch = (name: string, match: Match): Scenario =>
  scenarioFromObject({ name, match, reply: [{ text: 'x' }] });

test.each<[Match | undefined, boolean]>([
  [undefined, false],
  [{ workspace: 'movies' }, true],
  [{ workspace: 'movie' }, false],
  [{ workspace: '/^mov/' }, true],
  [{ model: 'gpt-4o' }, true],
  [{ model: 'gpt-4' }, false],
  [{ model: '/gpt-4/' }, true],
  [{ message: 'recommend' }, true],
  [{ message: 'Recommend' }, false],
  [{ message: '/recommend|suggest/i' }, true],
  [{ message: '/^recommend/' }, false],
  [{ message: '/a film' }, false],
  [{ turn: 1 }, true],
  [{ turn: 2 }, false],
  [{ workspace: 'movies', message: 'film', turn: 1 }, true],
  [{ workspace: 'movies', message: 'film', turn: 2 }, false],
])('%j', (match, holds) => {
  expect(matches(match, facts)).toBe(holds);
});

test('the flags g and y do not make a match depend on the one before', () => {
  const answers = [1, 2, 3].map(() => matches({ message: '/film/g' }, facts));
  expect(answers).toEqual([true, true, true]);
  expect(matches({ message: '/film/y' }, facts)).toBe(true);
});

test('a regular expression sees the first 20,000 characters; a plain text is looked for in all', () => {
  const long = { ...facts, message: `${'x'.repeat(20_000)} film` };
  expect(matches({ message: '/film/' }, long)).toBe(false);
  expect(matches({ message: 'film' }, long)).toBe(true);
});

test.each(['/^(\\w+\\s?)*!$/', '/^(a+)+$/', '/(x+x+)+y/i', '/(?<!(a|aa)+)b/'])(
  'no message makes %s stall',
  async (message) => {
    for (const letter of 'abx') {
      const long = { ...facts, message: `${letter.repeat(19_999)}?` };
      expect((await timed(() => matches({ message }, long))).slow).toBe(false);
    }
  },
);

test.each<[Match, string[]]>([
  [{ workspace: 'books' }, ['workspace "movies" is not "books"']],
  [{ workspace: 'Movies' }, ['workspace "movies" is not "Movies" (upper and lower case differ)']],
  [{ model: '/mistral/' }, ['model "gpt-4o" does not match /mistral/']],
  [{ message: 'book' }, ['message "Please recommend a film" does not contain "book"']],
  [
    { message: 'Film' },
    [
      'message "Please recommend a film" does not contain "Film" (upper and lower case differ; /Film/i would match)',
    ],
  ],
  [{ message: 'film', turn: 2 }, ['turn is 1, not 2']],
  [{ workspace: 'books', turn: 2 }, ['workspace "movies" is not "books"', 'turn is 1, not 2']],
  [{ message: 'film' }, []],
])('why %j does not match', (match, reasons) => {
  expect(explainMismatch(withMatch('a', match), facts)).toEqual(reasons);
});

test('a scenario without a match says that it is chosen by name', () => {
  expect(explainMismatch(scenarioFromObject({ name: 'a', reply: [{ text: 'x' }] }), facts)).toEqual([
    'it has no `match`, so it is chosen by name only',
  ]);
});

test('the nearest scenario is the one that misses by the fewest keys', () => {
  const file = `
name: books
match: { workspace: books, message: novel }
reply: [{ text: x }]
---
name: second-film
match: { workspace: movies, message: film, turn: 2 }
reply: [{ text: x }]
---
name: by-name
reply: [{ text: x }]
`;
  const found = nearest(parseScenarios(file, 'all.yaml').scenarios, facts);
  expect(found?.scenario.name).toBe('second-film');
  expect(found?.text).toBe('the nearest is "second-film" (all.yaml:7): turn is 1, not 2');
  expect(found?.reasons).toEqual(['turn is 1, not 2']);
});

test('without any match there is no nearest', () => {
  expect(nearest([scenarioFromObject({ name: 'a', reply: [{ text: 'x' }] })], facts)).toBeUndefined();
});

test('the suggested block can be pasted', () => {
  expect(suggestMatch(facts)).toBe('match:\n  workspace: movies\n  message: Please recommend a film');
});

test('the suggested block keeps a space at the end of a workspace', () => {
  expect(suggestMatch({ ...facts, workspace: 'movies ' })).toMatch(/^ {2}workspace: "movies "$/m);
});

test('the suggested block matches the request that it was made for', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('/a/', '/chats/x', '# no', '*', 'a: b', '\n\n b', 'null', '12', "it's", '/(/i'),
  );
  fc.assert(
    fc.property(
      fc.record({
        workspace: fc.string({ minLength: 1 }),
        model: text,
        message: text,
        turn: fc.nat({ max: 5 }),
      }),
      (request) => {
        const file = `name: pasted\n${suggestMatch(request)}\nreply: [{ text: x }]\n`;
        const { scenarios, problems } = parseScenarios(file);
        expect(problems).toEqual([]);
        expect(scenarios.map(({ input }) => matches(input.match, request))).toEqual([true]);
      },
    ),
    { numRuns: 300 },
  );
});

test('a match whose keys are all undefined is refused: it would match everything', () => {
  expect(() =>
    scenarioFromObject({ name: 'a', match: { message: undefined }, reply: [{ text: 'x' }] }),
  ).toThrow('match: an empty match asks for nothing');
});
