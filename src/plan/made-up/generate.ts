import type { Faker } from '@faker-js/faker';
import type { DocumentsOptions, MadeUpDocument } from './documents.ts';
import type { MadeUpJson } from './json-value.ts';
import type { MarkdownOptions } from './markdown.ts';

/**
 * Makes up what no scenario says. The same options give the same result, on every machine.
 */
export interface Generator {
  /** An answer as a search assistant writes it, 120 to 300 tokens of Markdown that quote the question. */
  markdown(options: MarkdownOptions): Promise<string>;
  /** What a search of an index could have found. */
  documents(options: DocumentsOptions): Promise<MadeUpDocument[]>;
  /**
   * A value that a JSON schema (draft 7 or 2020-12) accepts; without a schema, some object.
   *
   * @throws ChatMockError `invalid-option` when the schema accepts none that could be found.
   */
  json(options: { readonly schema?: unknown; readonly seed: number }): Promise<MadeUpJson>;
}

/**
 * Makes up answers. What that takes is loaded when it is first needed: the libraries for documents and JSON take 60 ms, and
 * are most of what a page would load.
 *
 * @example
 * await generator.markdown({ seed: 1, question: 'A film about space?' });
 * await generator.documents({ seed: 1, index: 'movies', q: 'space', count: 3 });
 */
export const generator: Generator = {
  markdown: async (options) => (await import('./markdown.ts')).markdown(options),
  documents: async (options) => {
    const [faker, { documents }] = await Promise.all([loadFaker(), import('./documents.ts')]);
    // All answers share one instance: what it is seeded for is made up before anything else has its turn.
    faker.seed(options.seed);
    return documents(faker, options);
  },
  json: async ({ schema, seed }) => {
    const [faker, { anyObject, jsonValue }, library] = await Promise.all([
      loadFaker(),
      import('./json-value.ts'),
      import('@cfworker/json-schema'),
    ]);
    faker.seed(seed);
    return schema == null ? { value: anyObject(faker) } : jsonValue(faker, library, schema);
  },
};

let loadingFaker: Promise<Faker> | undefined;

function loadFaker(): Promise<Faker> {
  loadingFaker ??= createFaker();
  return loadingFaker;
}

async function createFaker(): Promise<Faker> {
  const { faker: shared } = await import('@faker-js/faker/locale/en');
  // All users of a locale's module share its instance and seed, so the mock has its own.
  const own: Faker = Reflect.construct(shared.constructor, [{ locale: shared.rawDefinitions }]);
  own.setDefaultRefDate('2025-06-01T00:00:00.000Z');
  return own;
}
