import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scenarioYaml } from '../../src/record/yaml.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { YAML_PIECES } from '../kit/yaml-pieces.ts';

/** Texts with all that YAML could take for something else. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...YAML_PIECES,
        '\n',
        '\r\n',
        '\t',
        ' ',
        '  ',
        '\u00a0',
        '\u0085',
        '\u2028',
        '\ufeff',
        '\u0007',
        '👩🏽‍🍳',
        '\ud800',
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))
  .filter((one) => !/[[{]{3}/.test(one));
const filled = text.filter((one) => one !== '');
const document = fc.dictionary(
  fc.string({ maxLength: 8 }).filter((key) => key !== '__proto__'),
  fc.oneof(
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((one) => !Object.is(one, -0)),
    fc.boolean(),
    fc.constant(null),
    fc.array(text, { maxLength: 3 }),
  ),
  { maxKeys: 5 },
);
const step = fc.oneof(
  fc.record({ text }),
  fc.record({ comment: text }),
  fc.record({ refusal: filled }),
  fc.record({
    search: fc.record({ index: filled, q: text, documents: fc.array(document, { maxLength: 3 }) }),
  }),
  fc.record({ toolCall: fc.record({ name: fc.constant('look'), arguments: fc.oneof(text, document) }) }),
  fc.record({ error: fc.record({ message: filled, type: text, ends: fc.constant(false) }) }),
);

test('what is written is read as it was', () => {
  fc.assert(
    fc.property(text, fc.array(step, { minLength: 1, maxLength: 5 }), text, (description, reply, note) => {
      const input = { name: 'any', description, reply } as ScenarioInput;
      const notes = [
        { path: [], text: note },
        { path: ['reply', 0], text: note },
      ];
      const { scenarios, problems } = parseScenarios(scenarioYaml(input, notes));
      // A text may be no template, and the check says so: how it is written is right all the same.
      fc.pre(problems.every(({ message }) => !/template|nested too deep/.test(message)));
      expect(problems).toEqual([]);
      expect(scenarios[0]?.input).toEqual(input);
    }),
    { numRuns: 500 },
  );
});

test('a property that YAML would merge into its object stays a property', () => {
  const input: ScenarioInput = {
    name: 'a',
    reply: [{ search: { index: 'b', documents: [{ '<<': 0 }, { '<<': { id: 1 } }] } }],
  };
  expect(parseScenarios(scenarioYaml(input)).scenarios[0]?.input).toEqual(input);
});

test('a text of lines is written as lines, unless they would hide something', () => {
  const yaml = scenarioYaml({
    name: 'a',
    reply: [{ text: 'One\n\ntwo\n' }, { text: 'One \ntwo' }, { text: 'One\ntwo' }],
  });
  expect(yaml).toBe(`# yaml-language-server: $schema=./schema.json
name: a
reply:
  - text: |
      One

      two
  - text: "One\\ \\ntwo"
  - text: |-
      One
      two
`);
});
