import type { Validator } from '@cfworker/json-schema';
import type { Faker } from '@faker-js/faker';
import type { JsonSchema } from 'json-schema-faker';
import { ChatMockError } from '../../error.ts';
import { bounded } from './json-bounds.ts';
import { pruned } from './json-prune.ts';
import { readable } from './json-readable.ts';

/** The libraries that values are made with. */
export interface JsonTools {
  readonly faker: Faker;
  readonly generateSync: typeof import('json-schema-faker').generateSync;
  readonly Validator: typeof Validator;
}

/** How many values are tried before a schema counts as one that nothing satisfies. */
const TRIES = 24;

/** From this try on, properties that are not required are left out. */
const PLAIN = 12;

/** How many values one answer may be built from; a schema that needs more is refused. */
const MOST_VALUES = 5_000;

/**
 * A value that the schema accepts, the same for the same seed, with every property filled as far as a recursive schema
 * lets it. Strings read well where nothing but their property's name says what they are.
 *
 * @throws ChatMockError `invalid-option` when none was found: the schema is wrong, contradicts itself or asks too much.
 */
export function jsonValue(tools: JsonTools, schema: unknown, seed: number): unknown {
  if (schema === undefined || schema === null) return anyObject(tools.faker);
  if (!isSchema(schema)) throw impossible('It is not an object.');
  const validator = validatorOf(tools, schema);
  const simple = orImpossible(() => bounded(schema));
  let reason = 'Nothing satisfies it.';
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      const value = pruned(candidate(tools, simple, seed, attempt), validator);
      if (value !== undefined) return value.value;
    } catch (error) {
      reason = error instanceof Error ? `${error.message}.` : reason;
      if (!(error instanceof TooLarge)) continue;
      if (attempt >= PLAIN) break;
      attempt = PLAIN - 1;
    }
  }
  throw impossible(reason);
}

class TooLarge extends Error {
  override readonly message = `A value would need more than ${MOST_VALUES} parts`;
}

/** One value after the schema, perhaps not quite valid. The later the attempt, the plainer. */
function candidate(
  { faker, generateSync }: JsonTools,
  schema: JsonSchema,
  seed: number,
  attempt: number,
): unknown {
  let values = 0;
  return generateSync(schema, {
    seed: (seed + attempt) >>> 0,
    alwaysFakeOptionals: attempt < PLAIN,
    optionalsProbability: 0,
    maxDefaultItems: 3,
    minDateTime: '2020-01-01T00:00:00.000Z',
    maxDateTime: '2026-01-01T00:00:00.000Z',
    outputTransform: (value, part, path) => {
      if (++values > MOST_VALUES) throw new TooLarge();
      return attempt % 3 === 2 ? value : readable(faker, value, part, path);
    },
  });
}

function validatorOf({ Validator }: JsonTools, schema: JsonSchema): Validator {
  const dialect = typeof schema === 'object' ? String(schema.$schema) : '';
  return orImpossible(() => {
    // The validator writes into its schema.
    const copy: ConstructorParameters<typeof Validator>[0] = JSON.parse(JSON.stringify(schema));
    return new Validator(copy, dialect.includes('draft-07') ? '7' : '2020-12', false);
  });
}

function orImpossible<Result>(event: () => Result): Result {
  try {
    return event();
  } catch (cause) {
    throw impossible(cause instanceof Error ? `${cause.message}.` : '', cause);
  }
}

function isSchema(schema: unknown): schema is JsonSchema {
  return (
    typeof schema === 'boolean' || (typeof schema === 'object' && schema !== null && !Array.isArray(schema))
  );
}

function impossible(reason: string, cause?: unknown): ChatMockError {
  return new ChatMockError('invalid-option', `No value can be made for this JSON schema. ${reason}`, {
    hint: 'Check it for constraints that contradict each other, or script the answer with a text step.',
    cause,
  });
}

function anyObject(faker: Faker): Record<string, unknown> {
  return {
    id: faker.string.uuid(),
    name: faker.person.fullName(),
    title: faker.book.title(),
    city: faker.location.city(),
    score: faker.number.float({ min: 0, max: 1, fractionDigits: 2 }),
    tags: [faker.word.noun(), faker.word.noun()],
  };
}
