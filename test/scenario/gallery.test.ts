import { expect, test } from 'vitest';
import { checkCollection } from '../../src/scenario/collection.ts';
import { type MatchFacts, matches } from '../../src/scenario/match.ts';
import { formatProblem } from '../../src/scenario/problems/problem.ts';
import type { Step } from '../../src/scenario/schema.ts';
import { readGallery } from './gallery.ts';

const gallery = readGallery();
const scenarios = gallery.flatMap((file) => file.scenarios);

test.each(gallery.map((file) => [file.file, file] as const))(
  '%s is right, and easy to find',
  (file, { text, scenarios: own, problems }) => {
    expect(problems.map((problem) => formatProblem(problem, text))).toEqual([]);
    expect(own.map(({ name }) => `${name}.yaml`)).toEqual([file]);
    expect(own[0]?.input.description).toMatch(/\S/);
    expect(text.split('\n', 1)).toEqual(['# yaml-language-server: $schema=./schema.json']);
  },
);

test('the gallery holds together: names once, no match out of reach', () => {
  expect(checkCollection(scenarios).map((problem) => formatProblem(problem))).toEqual([]);
});

test('the gallery shows every kind of step, ending and outcome', () => {
  const outcomes = scenarios.flatMap(({ input }) => [
    ...(input.reply === undefined ? [] : [input.reply]),
    ...[...(input.turns ?? []), ...(input.attempts ?? [])].flatMap((outcome) =>
      Array.isArray(outcome) ? [outcome] : 'reply' in outcome ? [outcome.reply] : [],
    ),
  ]);
  const steps: Step[] = outcomes.flat();
  const kinds = new Set(steps.flatMap((step) => Object.keys(step)));
  for (const kind of [
    'text',
    'search',
    'toolCall',
    'refusal',
    'wait',
    'hold',
    'error',
    'comment',
    'finish',
    'fault',
  ]) {
    expect([...kinds]).toContain(kind);
  }
  const faults = steps.flatMap((step) => ('fault' in step ? [step.fault] : []));
  expect(faults.sort()).toEqual(['half-frame', 'no-done', 'reset', 'stall', 'truncate']);
  const finishes = new Set(steps.flatMap((step) => ('finish' in step ? [step.finish] : [])));
  expect([...finishes].sort()).toEqual(['content_filter', 'length', 'stop']);
});

/** What someone types, and the scenario that answers. */
const asked: [message: string, name: string | undefined][] = [
  ['Can you recommend a film about space?', 'movie-night'],
  ['Suggest something for tonight', 'movie-night'],
  ['Compare the Dune films', 'two-searches'],
  ['Show me some code', 'code-block'],
  ['Put them into a table', 'table'],
  ['日本語で答えてください', 'languages'],
  ['क्या आप हिन्दी बोलते हैं', 'languages'],
  ['Which emoji do you know?', 'languages'],
  ['Where can I find a pirated copy?', 'refusal'],
  ['What are the showtimes tonight?', 'external-tool-call'],
  ['A guide to sourdough, please', 'long-markdown'],
  ['What is playing in Paris tonight?', 'your-words'],
  ['Hello', undefined],
  ['A comfortable vegetable', undefined],
];

test.each(asked)('%j is answered by %s', (message, name) => {
  const facts: MatchFacts = { workspace: 'main', model: 'gpt-4o', message, turn: 1 };
  expect(
    scenarios.filter(({ input }) => matches(input.match, facts)).map((scenario) => scenario.name),
  ).toEqual(name === undefined ? [] : [name]);
});

test('every scenario that has a match is asked for above', () => {
  const byMessage = scenarios.filter(({ input }) => input.match !== undefined).map(({ name }) => name);
  expect(byMessage.filter((name) => !asked.some(([, answered]) => answered === name))).toEqual([]);
});

test('an answer that must not be cut inside a character has some that could be', () => {
  const text = JSON.stringify(scenarios.find(({ name }) => name === 'languages')?.input);
  expect(text).toMatch(/\p{Emoji}\u200D\p{Emoji}/u);
  expect(text).toMatch(/\p{Regional_Indicator}{2}/u);
  expect(text).toMatch(/n\u0308/u);
});
