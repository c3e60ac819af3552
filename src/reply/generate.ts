import type { Faker } from '@faker-js/faker';
import { documents } from './documents.ts';
import type { Generator, JsonOptions } from './generator.ts';
import { type JsonTools, jsonValue } from './json-value.ts';
import { markdown } from './markdown.ts';

let loading: Promise<Generator> | undefined;

/**
 * Loads the generator, once a process: about 60 ms the first time.
 *
 * @example
 * const generator = await loadGenerator();
 * generator.markdown({ seed: 1, question: 'A film about space?' });
 */
export function loadGenerator(): Promise<Generator> {
  loading ??= createGenerator();
  return loading;
}

async function createGenerator(): Promise<Generator> {
  const [{ faker: shared }, { generateSync }, { Validator }] = await Promise.all([
    import('@faker-js/faker/locale/en'),
    import('json-schema-faker'),
    import('@cfworker/json-schema'),
  ]);
  // The one instance of a locale's module is everybody's; whoever uses it must not disturb our seed, nor we theirs.
  const faker: Faker = Reflect.construct(shared.constructor, [{ locale: shared.rawDefinitions }]);
  faker.setDefaultRefDate('2025-06-01T00:00:00.000Z');
  const tools: JsonTools = { faker, generateSync, Validator };

  const json = ({ schema, seed }: JsonOptions): unknown => {
    faker.seed(seed);
    return jsonValue(tools, schema, seed);
  };

  return {
    markdown,
    documents: (options) => {
      faker.seed(options.seed);
      return documents(faker, options);
    },
    json,
    toolArguments: ({ schema, seed }) =>
      schema === undefined || schema === null ? '{}' : JSON.stringify(json({ schema, seed })),
  };
}
