import type { Faker } from '@faker-js/faker';
import { type DocumentsOptions, documents, type MadeUpDocument } from './documents.ts';
import type { Json } from './json-schema.ts';
import { jsonValue, type MadeUpJson } from './json-value.ts';
import { type MarkdownOptions, markdown } from './markdown.ts';
import { TITLES } from './topics.ts';

/**
 * Makes up what no scenario says. The same options give the same result, on every machine. What needs libraries, which
 * take a while to load, is promised.
 */
export interface Generator {
  /** An answer as a search assistant writes it, 120 to 300 tokens of Markdown that quote the question. */
  markdown(options: MarkdownOptions): string;
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
 * Makes up answers. The libraries for documents and JSON are loaded with the first of them: about 60 ms, that most
 * answers do without.
 *
 * @example
 * generator.markdown({ seed: 1, question: 'A film about space?' });
 * await generator.documents({ seed: 1, index: 'movies', q: 'space', count: 3 });
 */
export const generator: Generator = {
  markdown,
  documents: async (options) => documents(await seededFaker(options.seed), options),
  json: async ({ schema, seed }) => {
    const [faker, library] = await Promise.all([seededFaker(seed), import('@cfworker/json-schema')]);
    return schema == null ? { value: anyObject(faker) } : jsonValue(faker, library, schema);
  },
};

let loadingFaker: Promise<Faker> | undefined;

async function seededFaker(seed: number): Promise<Faker> {
  loadingFaker ??= createFaker();
  const faker = await loadingFaker;
  faker.seed(seed);
  return faker;
}

async function createFaker(): Promise<Faker> {
  const { faker: shared } = await import('@faker-js/faker/locale/en');
  // All users of a locale's module share its instance and seed, so the mock has its own.
  const own: Faker = Reflect.construct(shared.constructor, [{ locale: shared.rawDefinitions }]);
  own.setDefaultRefDate('2025-06-01T00:00:00.000Z');
  return own;
}

function anyObject(faker: Faker): Json {
  return {
    id: faker.string.uuid(),
    name: faker.person.fullName(),
    title: faker.helpers.arrayElement(TITLES),
    city: faker.location.city(),
    score: faker.number.float({ min: 0, max: 1, fractionDigits: 2 }),
    tags: [faker.word.noun(), faker.word.noun()],
  };
}
