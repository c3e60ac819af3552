import type { Faker } from '@faker-js/faker';
import { type Document, type DocumentsOptions, documents } from './documents.ts';
import { type JsonTools, jsonValue } from './json-value.ts';
import { type MarkdownOptions, markdown } from './markdown.ts';

export type { Document, Json } from './documents.ts';

/** What a JSON value is made from. */
export interface JsonOptions {
  /** A JSON schema (draft 7 or 2020-12). Undefined: any object will do. */
  readonly schema?: unknown;
  readonly seed: number;
}

/** Makes up what no scenario says. The same options give the same result, on every machine. */
export interface Generator {
  /** An answer as a search assistant writes it, 120 to 300 tokens of Markdown that quote the question. */
  markdown(options: MarkdownOptions): string;
  /** What a search of an index could have found. */
  documents(options: DocumentsOptions): Document[];
  /**
   * A value that the schema accepts.
   *
   * @throws ChatMockError `invalid-option` when the schema accepts none that could be found.
   */
  json(options: JsonOptions): unknown;
  /** A function's arguments, as JSON text, after the schema of its parameters. Undefined: `{}`. */
  toolArguments(options: JsonOptions): string;
}

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
