import { expect, test } from 'vitest';
import { ChatMockError } from '../../src/error.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import { formatProblem } from '../../src/scenario/problems/problem.ts';
import { checkScenario, scenarioFromObject } from '../../src/scenario/scenario.ts';

const MOVIES = `
name: movie-night
match: { message: /recommend/i }
pace: { ttft: 350, tps: 40, jitter: 0.1 }
reply:
  - search: { index: movies, q: space, documents: 3, takes: 600 }
    id: search
  - text: |
      Try **Interstellar**
  - finish: stop
---
name: rate-limited
attempts:
  - error: too_many_search_requests
  - reply: [{ text: Hello again }]
`;

test('a file holds one scenario a document', () => {
  const { scenarios, problems } = parseScenarios(MOVIES, 'movies.yaml');
  expect(problems).toEqual([]);
  expect(scenarios.map(({ name, file }) => [name, file])).toEqual([
    ['movie-night', 'movies.yaml'],
    ['rate-limited', 'movies.yaml'],
  ]);
  expect(scenarios[0]?.input.reply?.[1]).toEqual({ text: 'Try **Interstellar**\n' });
});

test('a scenario knows where its parts are written', () => {
  const [movies, limited] = parseScenarios(MOVIES, 'movies.yaml').scenarios;
  expect(movies?.locate(['reply', 0, 'search', 'q'])).toEqual({
    file: 'movies.yaml',
    line: 6,
    column: 30,
    path: 'reply[0].search.q',
  });
  expect(movies?.locate(['reply', 1])).toEqual({ file: 'movies.yaml', line: 8, column: 5, path: 'reply[1]' });
  expect(movies?.locate([])).toEqual({ file: 'movies.yaml', line: 2, column: 1 });
  expect(limited?.locate(['attempts', 1, 'reply', 0])).toMatchObject({ line: 15, column: 13 });
});

test('a path that is not written is located as far as it goes', () => {
  const [movies] = parseScenarios(MOVIES, 'movies.yaml').scenarios;
  expect(movies?.locate(['reply', 0, 'search', 'filter', 'x'])).toMatchObject({
    line: 6,
    path: 'reply[0].search.filter.x',
  });
});

test('all the mistakes of a file are told at once, in the order of its lines', () => {
  const file = [
    'name: a b',
    'pace: { tps: fast }',
    'reply:',
    '  - serach: { index: movies }',
    '  - wait: 2s',
    '---',
    'nmae: c',
    'error: chat_not_fund',
  ].join('\n');
  const { scenarios, problems } = parseScenarios(file, 'a.yaml');
  expect(scenarios).toEqual([]);
  expect(problems.map(({ origin }) => `${origin.line}:${origin.column} ${origin.path}`)).toEqual([
    '1:7 name',
    '2:14 pace.tps',
    '4:5 reply[0].serach',
    '5:11 reply[1].wait',
    '7:1 nmae',
    '8:8 error',
  ]);
});

test('a broken document does not hide the others', () => {
  const good = (name: string): string => `name: ${name}\nreply: [{ text: Hello }]\n`;
  const file = [
    good('one'),
    'name: "open\nreply: [\n',
    good('two'),
    'name: three\nreply: {\n',
    good('four'),
  ].join('---\n');
  const { scenarios, problems } = parseScenarios(file, 'mixed.yaml');
  expect(scenarios.map(({ name }) => name)).toEqual(['one', 'two', 'four']);
  expect(problems.map((problem) => formatProblem(problem))).toEqual([
    'mixed.yaml:4:7: missing closing "quote',
    'mixed.yaml:11:8: flow map in block collection must be sufficiently indented and end with a }',
  ]);
});

test('lines are counted over the whole file, with any line ends and a byte order mark', () => {
  const file =
    '\uFEFF# movies\r\n%YAML 1.2\r\n---\r\nname: a\r\nreply: [{ text: x }]\r\n--- # next\r\nname: b\r\nrepply: []\r\n';
  const { scenarios, problems } = parseScenarios(file, 'crlf.yaml');
  expect(scenarios.map(({ name }) => name)).toEqual(['a']);
  expect(problems.map((problem) => formatProblem(problem))).toEqual([
    'crlf.yaml:8:1 repply: unknown key "repply"; did you mean "reply"?',
  ]);
});

test('anchors, aliases and merged keys work, and mistakes in them are found where they are written', () => {
  const file = `name: anchors
turns:
  - reply: &greet
      - text: Hello
  - reply: *greet
  - { <<: { pace: &slow { tps: fast } }, reply: [{ text: Bye, pace: *slow }] }
`;
  expect(
    parseScenarios(file, 'anchors.yaml').problems.map(({ origin }) => `${origin.line}:${origin.column}`),
  ).toEqual(['6:32', '6:32']);
  const mended = parseScenarios(file.replace('fast', '5'), 'anchors.yaml');
  expect(mended.problems).toEqual([]);
  expect(mended.scenarios[0]?.input.turns?.[1]).toEqual({ reply: [{ text: 'Hello' }] });
});

test('the words that YAML 1.1 took for booleans are texts', () => {
  const [scenario] = parseScenarios('name: yes\nmodel: on\nreply: [{ text: no }]').scenarios;
  expect(scenario?.input).toEqual({ name: 'yes', model: 'on', reply: [{ text: 'no' }] });
});

test('a name is given once in a file', () => {
  const one = 'name: twin\nreply: [{ text: x }]\n';
  const { scenarios, problems } = parseScenarios(`${one}---\n${one}`, 'twins.yaml');
  expect(scenarios).toHaveLength(1);
  expect(problems.map((problem) => formatProblem(problem))).toEqual([
    'twins.yaml:4:1 name: the name "twin" is taken by twins.yaml:1:1; every scenario has a name of its own',
  ]);
});

test('an error that lets the answer go on is no ending', () => {
  const file = 'name: a\nreply:\n  - error: { message: search failed, ends: false }\n  - text: x\n';
  expect(parseScenarios(file).problems).toEqual([]);
});

test('the steps after a tool call answer the next request, and are reached', () => {
  const file = 'name: a\nreply:\n  - toolCall: { name: get_weather }\n  - text: It rains\n  - finish: stop\n';
  expect(parseScenarios(file).problems).toEqual([]);
});

test('a scenario can be given as an object', () => {
  const scenario = scenarioFromObject({ name: 'hello', reply: [{ text: 'Hello' }] });
  expect(scenario.name).toBe('hello');
  expect(scenario.file).toBeUndefined();
  expect(scenario.locate(['reply', 0])).toEqual({ path: 'reply[0]' });
});

test('an object with mistakes is refused with all of them', () => {
  const input = { name: 'hello', reply: [{ txt: 'Hello' }, { wait: '1s' }] };
  expect(() => scenarioFromObject(input, 'scenarios[0]')).toThrow(ChatMockError);
  expect(() => scenarioFromObject(input, 'scenarios[0]')).toThrow(
    [
      'invalid scenario:',
      '- scenarios[0] reply[0].txt: unknown key "txt"; did you mean "text"?',
      '- scenarios[0] reply[1].wait: expected a number, found the text "1s"; durations are in ms, without a unit: 1000',
    ].join('\n'),
  );
  expect(checkScenario(input).problems).toHaveLength(2);
});
