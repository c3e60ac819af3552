import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { checkCollection } from '../../src/scenario/collection.ts';
import { LONGEST_FILE, parseScenarios } from '../../src/scenario/parse.ts';
import { formatProblem } from '../../src/scenario/problems/problem.ts';
import { checkScenario, type Scenario } from '../../src/scenario/scenario.ts';
import { scenarioSchema } from '../../src/scenario/schema.ts';
import { scenarioLike, yamlLike } from './arbitrary.ts';

const errorsOf = (problems: readonly { severity: string }[]): number =>
  problems.filter(({ severity }) => severity === 'error').length;

test('any value is either a scenario or has an error, and what is let through keeps the schema', () => {
  fc.assert(
    fc.property(fc.oneof(scenarioLike, fc.anything()), (value) => {
      const { scenarios, problems } = checkScenario(value, 'objects');
      expect(scenarios.length === 1).toBe(errorsOf(problems) === 0);
      for (const { input } of scenarios) expect(scenarioSchema.safeParse(input).success).toBe(true);
      for (const problem of problems) expect(formatProblem(problem)).toMatch(/\S: \S/);
    }),
    { numRuns: 300 },
  );
});

test('any text is read without an exception, and each problem is inside it', () => {
  fc.assert(
    fc.property(fc.oneof(yamlLike, scenarioLike.map(asYaml), fc.json(), fc.string()), (text) => {
      const { scenarios, problems } = parseScenarios(text, 'any.yaml');
      const lines = text.split('\n').length;
      for (const { origin } of problems) expect(origin.line ?? 1).toBeLessThanOrEqual(lines + 1);
      for (const problem of problems) formatProblem(problem, text);
      for (const scenario of scenarios) expect(scenario.locate(['name']).line).toBeGreaterThan(0);
      checkCollection(scenarios);
    }),
    { numRuns: 300 },
  );
});

function asYaml(value: unknown): string {
  try {
    return stringify(value);
  } catch {
    return '';
  }
}

test('a scenario reads the same from YAML and from JSON', () => {
  const input = {
    name: 'both',
    reply: [
      { search: { index: 'movies', documents: [{ id: 1, title: 'Dune' }] } },
      { text: '# Dune\n**1984** 🪐' },
    ],
  };
  for (const text of [stringify(input), JSON.stringify(input), JSON.stringify(input, null, '\t')]) {
    const { scenarios, problems } = parseScenarios(text);
    expect(problems).toEqual([]);
    expect(scenarios[0]?.input).toEqual(input);
  }
});

test('anchors that multiply are refused, not expanded', () => {
  const level = (name: string, of: string): string => `${name}: &${name} [${`*${of},`.repeat(9)}]`;
  const text = ['a: &a [x, x, x]', level('b', 'a'), level('c', 'b'), level('d', 'c'), level('e', 'd')].join(
    '\n',
  );
  expect(parseScenarios(text, 'laughs.yaml').problems.map((problem) => formatProblem(problem))).toEqual([
    'laughs.yaml:1:1: the document repeats its anchors too often; aliases may stand for 100 nodes at most',
  ]);
});

test.each([
  ['lists', '['.repeat(20_000)],
  ['objects', '{"a":'.repeat(20_000)],
  ['indentation', Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
])('deeply nested %s end in one error', (_, text) => {
  const { scenarios, problems } = parseScenarios(text, 'deep.yaml');
  expect(scenarios).toEqual([]);
  expect(errorsOf(problems)).toBeGreaterThan(0);
});

test('an object that contains itself is refused', () => {
  const document: Record<string, unknown> = { id: 1 };
  document.self = document;
  const { problems } = checkScenario({
    name: 'loop',
    reply: [{ search: { index: 'a', documents: [document] } }],
  });
  expect(problems.map((problem) => formatProblem(problem))).toEqual([
    'the scenario cannot be read: it contains itself',
  ]);
});

test('a file that is too long is not read', () => {
  expect(parseScenarios('#'.repeat(LONGEST_FILE + 1), 'huge.yaml').problems[0]?.message).toMatch(
    /has 1000001 characters/,
  );
});

test('thousands of mistakes in one file are printed with their lines in a moment', () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `key${i}: 1`);
  const source = lines.join('\n');
  const printed = lines.map((_, i) =>
    formatProblem({ severity: 'error', message: 'x', origin: { line: i + 1, column: 1 } }, source),
  );
  expect(printed.at(-1)).toContain('20000 | key19999: 1');
});

const step = (key: string, count: number) =>
  `name: a\nreply:\n${Array.from({ length: count }, (_, i) => `  - ${key}: t${i}`).join('\n')}\n`;
const keys = (count: number) =>
  `name: a\nreply:\n  - text: x\n${Array.from({ length: count }, (_, i) => `key${i}: 1`).join('\n')}\n`;

/** In ms of CPU time, for a machine that does other things; they were 2.5 s each. */
const LONGEST = 1500;

test.each([
  ['misspelt steps', step('txet', 5000), 'unknown key "txet"'],
  ['unknown keys', keys(20_000), 'unknown key "key0"'],
])('of thousands of %s the first hundred are told, in a moment', (_, text, first) => {
  const began = process.cpuUsage();
  const { problems } = parseScenarios(text, 'x.yaml');
  const { user } = process.cpuUsage(began);
  expect(problems).toHaveLength(101);
  expect(problems[0]?.message).toBe('there are more mistakes than the 100 that are told');
  expect(problems[1]?.message).toBe(first);
  expect(user / 1000).toBeLessThan(LONGEST);
});

test('a key that comes twice is found among thousands, too', () => {
  const lines = Array.from({ length: 9000 }, (_, i) => `      key${i}: value`);
  const documents = [
    '  - search: movies',
    '    documents:',
    '    - key1: value',
    ...lines.slice(2),
    lines[4],
  ];
  const text = ['name: a', 'reply:', ...documents].join('\n').replace('- key1', '-\n      key1');
  expect(text.length).toBeGreaterThan(100_000);
  const { problems } = parseScenarios(text, 'x.yaml');
  expect(problems).toContainEqual(
    expect.objectContaining({
      message: 'map keys must be unique',
      hint: 'keep one of the two',
      origin: { file: 'x.yaml', line: text.split('\n').length, column: 7 },
    }),
  );
});

test('thousands of matches are held against each other in a moment', () => {
  const scenarios = Array.from({ length: 6000 }, (_, i): Scenario => {
    const input = { name: `a${i}`, match: { message: `/question ${i}$/` } };
    return { input, name: input.name, locate: () => ({}) };
  });
  expect(checkCollection(scenarios)).toEqual([]);
});

test('a file of nothing but open brackets is refused at once', () => {
  const began = performance.now();
  const { problems } = parseScenarios(`name: deep\nreply: ${'['.repeat(500_000)}`);
  expect(performance.now() - began).toBeLessThan(2000);
  expect(problems.map(({ message }) => message)).toEqual(['the document is nested too deeply']);
});
