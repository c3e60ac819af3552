import type { Faker } from '@faker-js/faker';
import { documents } from './documents.ts';
import type { Generator, JsonOptions } from './generator.ts';
import { type JsonTools, jsonValue } from './json-value.ts';
import { markdown } from './markdown.ts';

/**
 * Makes up answers. The libraries for documents and JSON are loaded with the first of them: about 60 ms, that most
 * answers do without.
 *
 * @example
 * generator.markdown({ seed: 1, question: 'A film about space?' });
 * await generator.documents({ seed: 1, index: 'movies', q: 'space', count: 3 });
 */
export const generator: Generator = {
  markdown,
  documents: async (options) => {
    const faker = await loadFaker();
    faker.seed(options.seed);
    return documents(faker, options);
  },
  json,
  toolArguments: async ({ schema, seed }) =>
    schema === undefined || schema === null ? '{}' : JSON.stringify(await json({ schema, seed })),
};

async function json({ schema, seed }: JsonOptions): Promise<unknown> {
  const tools = await loadJsonTools();
  tools.faker.seed(seed);
  return jsonValue(tools, schema, seed);
}

let faker: Promise<Faker> | undefined;
let jsonTools: Promise<JsonTools> | undefined;

/** Once a process, as are the others. */
function loadFaker(): Promise<Faker> {
  faker ??= createFaker();
  return faker;
}

function loadJsonTools(): Promise<JsonTools> {
  jsonTools ??= createJsonTools();
  return jsonTools;
}

async function createFaker(): Promise<Faker> {
  const { faker: shared } = await import('@faker-js/faker/locale/en');
  // The one instance of a locale's module is everybody's; whoever uses it must not disturb our seed, nor we theirs.
  const own: Faker = Reflect.construct(shared.constructor, [{ locale: shared.rawDefinitions }]);
  own.setDefaultRefDate('2025-06-01T00:00:00.000Z');
  return own;
}

async function createJsonTools(): Promise<JsonTools> {
  const [ours, { generateSync }, { Validator }] = await Promise.all([
    loadFaker(),
    import('json-schema-faker'),
    import('@cfworker/json-schema'),
  ]);
  return { faker: ours, generateSync, Validator };
}
