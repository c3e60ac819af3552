import type { Faker } from '@faker-js/faker';
import { ChatMockError } from '../../error.ts';
import { JsonSampler } from './json-sampler.ts';
import { isSchema, type Json, prepareSchema, type ValidatorLibrary } from './json-schema.ts';
import { TITLES } from './topics.ts';

const CUT = 'the JSON schema asks for more than is made up: the value is cut short';
const UNCHECKED = 'the JSON schema takes too long to check: the value may not satisfy it';

/** A JSON value made up after a schema. */
export interface MadeUpJson {
  readonly value: Json;
  /** Why the value may not satisfy the schema. */
  readonly warning?: string;
}

/**
 * A value that the schema accepts, the same for the same seed, with every property filled as far as a recursive schema
 * lets it. It takes bounded time: a value that would have to be huge is cut, and comes with a warning.
 *
 * @param faker Seeded.
 *
 * @throws ChatMockError `invalid-option` when none was found: the schema is wrong or contradicts itself.
 */
export function jsonValue(faker: Faker, library: ValidatorLibrary, schema: unknown): MadeUpJson {
  try {
    if (!isSchema(schema)) throw new TypeError('It is not an object');
    const prepared = prepareSchema(library, schema);
    let sampler = new JsonSampler(faker, prepared, false);
    let value = sampler.sample();
    if (sampler.spent) {
      // Without what is optional, the value may not have to be cut.
      sampler = new JsonSampler(faker, prepared, true);
      value = sampler.sample();
    }
    if (value === undefined) throw new RangeError(sampler.failure);
    if (sampler.spent) return { value, warning: CUT };
    return prepared.unchecked() ? { value, warning: UNCHECKED } : { value };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ChatMockError('invalid-option', `No value can be made for this JSON schema. ${reason}.`, {
      hint: 'Check it for constraints that contradict each other, or script the answer with a text step.',
      cause,
    });
  }
}

/** An object, where no schema says what it is. The generator must have been seeded. */
export function anyObject(faker: Faker): Json {
  return {
    id: faker.string.uuid(),
    name: faker.person.fullName(),
    title: faker.helpers.arrayElement(TITLES),
    city: faker.location.city(),
    score: faker.number.float({ min: 0, max: 1, fractionDigits: 2 }),
    tags: [faker.word.noun(), faker.word.noun()],
  };
}
