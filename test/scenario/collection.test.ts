import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCollection, inFileOrder, shadows } from '../../src/scenario/collection.ts';
import { matches } from '../../src/scenario/match.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import { formatProblem } from '../../src/scenario/problems/problem.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import type { Match } from '../../src/scenario/schema.ts';
import { timed } from '../kit/timed.ts';

const file = (name: string, text: string): Scenario[] => parseScenarios(text, name).scenarios;
const movies = (match: string): string => `name: movies\nmatch: ${match}\nreply: [{ text: x }]\n`;
const films = (match: string): string => `name: films\nmatch: ${match}\nreply: [{ text: x }]\n`;

test('a name is given once in all files', () => {
  const scenarios = [...file('b.yaml', movies('{ turn: 1 }')), ...file('a.yaml', movies('{ turn: 2 }'))];
  expect(checkCollection(scenarios).map((problem) => formatProblem(problem))).toEqual([
    'b.yaml:1:1 name: the name "movies" is taken by a.yaml:1:1; every scenario has a name of its own',
  ]);
});

test('a match that an earlier one takes all requests of gets a warning', () => {
  const scenarios = [
    ...file('b.yaml', films('{ message: recommend a film, turn: 1 }')),
    ...file('a.yaml', movies('{ message: film }')),
  ];
  expect(checkCollection(scenarios).map((problem) => formatProblem(problem))).toEqual([
    'b.yaml:2:1 match: warning: no request gets here: each one that this matches is taken by "movies" (a.yaml:2:1); put this scenario before "movies", or narrow the match there',
  ]);
});

test('matches are tried by file name, then as they stand in the file', () => {
  const two = `${movies('{ turn: 1 }')}---\n${films('{ turn: 2 }')}`;
  const scenarios = [...file('b.yaml', two), ...file('a.yaml', 'name: first\nreply: [{ text: x }]')];
  expect(inFileOrder(scenarios).map(({ name }) => name)).toEqual(['first', 'movies', 'films']);
});

test.each<[earlier: Match, later: Match, shadowed: boolean]>([
  [{ turn: 1 }, { turn: 1, message: 'a' }, true],
  [{ turn: 1, message: 'a' }, { turn: 1 }, false],
  [{ turn: 1 }, { turn: 2 }, false],
  [{ message: 'film' }, { message: 'films' }, true],
  [{ message: 'films' }, { message: 'film' }, false],
  [{ workspace: 'film' }, { workspace: 'films' }, false],
  [{ workspace: '/^film/' }, { workspace: 'films' }, true],
  [{ workspace: 'films' }, { workspace: '/films/' }, false],
  [{ message: '/film|movie/' }, { message: 'a movie' }, true],
  [{ message: '/^film$/' }, { message: 'film' }, false],
  [{ message: '/film\\b/' }, { message: 'film' }, false],
  [{ message: '/film/i' }, { message: '/film/i' }, true],
  [{ message: '/film/i' }, { message: '/film/' }, false],
  [{ message: 'film' }, { message: '/films/' }, true],
  [{ message: 'film' }, { message: '/films/i' }, false],
  [{ message: 'film' }, { message: '/film.?/' }, false],
])('%j before %j', (earlier, later, shadowed) => {
  expect(shadows(earlier, later)).toBe(shadowed);
});

test('whatever is said to be shadowed never matches alone', () => {
  const text = fc.constantFrom(
    'a',
    'ab',
    'abc',
    '/a/',
    '/ab|c/',
    '/^a/',
    '/b$/',
    '/A/i',
    '/a.c/',
    '/[^a]/',
    '/\\bab/',
  );
  const match = fc.record(
    { workspace: text, message: text, turn: fc.constantFrom(1, 2) },
    { requiredKeys: [] },
  );
  const sample = fc.constantFrom('', 'a', 'A', 'b', 'ab', 'abc', 'xab', 'ab x', 'x abc x', 'aXc');
  const request = fc.record({
    workspace: sample,
    model: sample,
    message: sample,
    turn: fc.constantFrom(1, 2),
  });
  fc.assert(
    fc.property(match, match, request, (earlier, later, facts) => {
      if (shadows(earlier, later) && matches(later, facts)) expect(matches(earlier, facts)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test('scenarios without a match are never shadowed', () => {
  const scenarios = [
    ...file('a.yaml', movies('{ turn: 1 }')),
    ...file('b.yaml', 'name: b\nreply: [{ text: x }]'),
  ];
  expect(checkCollection(scenarios)).toEqual([]);
});

test('no text of a later match makes an earlier one stall', async () => {
  const later = { message: `${'a'.repeat(20_000)}!` };
  expect(await timed(() => shadows({ message: '/^(a+)+$/' }, later))).toEqual({ value: false, slow: false });
});
