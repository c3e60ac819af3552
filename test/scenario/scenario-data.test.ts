import { expect, test } from 'vitest';
import { matches } from '../../src/scenario/match.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import type { Path } from '../../src/scenario/problems/problem.ts';
import { type Scenario, scenarioFromObject } from '../../src/scenario/scenario.ts';
import { scenarioFromData, scenarioToData } from '../../src/scenario/scenario-data.ts';
import { readGallery } from './gallery.ts';

const throughJson = (scenario: Scenario): Scenario =>
  scenarioFromData(JSON.parse(JSON.stringify(scenarioToData(scenario))));

/** Every part of a value, and one below it that is not there. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  const parts = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const below = parts.flatMap(([key, part]) =>
    pathsOf(part, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [path, [...path, 'nowhere', 3], ...below];
}

const ODD = `name: odd
description: "keys that are numbers, and keys with dots"
match: { message: /film(s)?/i, turn: 2 }
reply:
  - search: &search
      index: movies
      documents:
        - { 10: ten, 2: two, a.b: dotted, "__proto__": own, "": empty, list: [[1, [2]], {}] }
  - search: *search
`;

const gallery = readGallery().flatMap(({ scenarios }) => scenarios);
const odd = parseScenarios(ODD, 'odd.yaml').scenarios;

test.each([...gallery, ...odd].map((scenario) => [scenario.name, scenario] as const))(
  '%s is the same after a way through JSON, and knows the place of each part',
  (_, scenario) => {
    const read = throughJson(scenario);
    expect(read.input).toEqual(scenario.input);
    expect([read.name, read.file]).toEqual([scenario.name, scenario.file]);
    for (const path of pathsOf(scenario.input)) expect(read.locate(path)).toEqual(scenario.locate(path));
  },
);

test('its regular expressions are text, and match', () => {
  expect(odd).toHaveLength(1);
  const [match] = odd.map((scenario) => throughJson(scenario).input.match);
  expect(match).toEqual({ message: '/film(s)?/i', turn: 2 });
  const facts = { workspace: 'any', model: 'any', turn: 2 };
  expect(matches(match, { ...facts, message: 'Two FILMS' })).toBe(true);
  expect(matches(match, { ...facts, message: 'A book' })).toBe(false);
});

test('a scenario that no file says has no places, and says where by its path', () => {
  const scenario = scenarioFromObject({ name: 'object', reply: [{ text: 'Hi' }] });
  expect(scenarioToData(scenario).places).toEqual([]);
  expect(throughJson(scenario).locate(['reply', 0])).toEqual({ path: 'reply[0]' });
});
