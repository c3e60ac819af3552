import { Ajv, type ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { checkScenario } from '../../src/scenario/scenario.ts';
import { scenarioLike } from './arbitrary.ts';
import { readGallery, SCHEMA_FILE } from './gallery.ts';
import { scenarioJsonSchema } from './json-schema.ts';

test('scenarios/schema.json is the schema of the code', async () => {
  const current = `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`;
  await expect(current, 'scenarios/schema.json is stale; `npm run schema` renews it').toMatchFileSnapshot(
    SCHEMA_FILE,
  );
});

const validate: ValidateFunction = new Ajv({ allErrors: true, strict: true, strictRequired: false })
  // What editors know besides.
  .addVocabulary(['defaultSnippets', 'enumDescriptions', 'errorMessage'])
  .compile(scenarioJsonSchema());

test.each(readGallery().map(({ file, text }) => [file, text]))('%s keeps the schema', (_, text) => {
  for (const document of parseAllDocuments(text)) {
    validate(document.toJS());
    expect(validate.errors ?? []).toEqual([]);
  }
});

test.each([
  ['a misspelt key', 'name: a\nrepply: [{ text: x }]'],
  ['a misspelt step', 'name: a\nreply: [{ txt: x }]'],
  ['a misspelt key in a step', 'name: a\nreply: [{ search: { index: a, fliter: b } }]'],
  ['two steps in one', 'name: a\nreply: [{ text: x, wait: 1 }]'],
  ['a misspelt error code', 'name: a\nerror: chat_not_fund'],
  ['an unknown fault', 'name: a\nreply: [{ fault: explode }]'],
  ['a number in quotes', 'name: a\nreply: [{ wait: "300" }]'],
  ['no name', 'reply: [{ text: x }]'],
  ['a name with a space', 'name: a b\nreply: [{ text: x }]'],
  ['no answer', 'name: a'],
  ['two answers', 'name: a\nreply: [{ text: x }]\nerror: internal'],
  ['an empty match', 'name: a\nmatch: {}\nreply: [{ text: x }]'],
  ['a reply without steps', 'name: a\nreply: []'],
])('an editor marks %s', (_, text) => {
  expect(validate(parse(text))).toBe(false);
});

test('what the parser takes, the editor does not mark', () => {
  let taken = 0;
  fc.assert(
    fc.property(scenarioLike, fc.constantFrom('a', 'b'), (value, name) => {
      const whole = {
        ...(value as object),
        name,
        ...(Object.hasOwn(value as object, 'reply') ? {} : { reply: [{ text: 'x' }] }),
      };
      if (checkScenario(whole).scenarios.length === 0) return;
      taken += 1;
      validate(whole);
      expect(validate.errors ?? []).toEqual([]);
    }),
    { numRuns: 500 },
  );
  expect(taken).toBeGreaterThan(0);
});

test('every key of the language is explained to who hovers over it', () => {
  const bare: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      if (key === 'properties') {
        for (const [name, schema] of Object.entries(child as Record<string, object | false>)) {
          // A key that is forbidden here has nothing to explain.
          if (schema !== false && !('description' in schema) && !('$ref' in schema))
            bare.push(`${path}.${name}`);
        }
      }
      visit(child, `${path}.${key}`);
    }
  };
  visit(scenarioJsonSchema(), '');
  expect(bare).toEqual([]);
});
