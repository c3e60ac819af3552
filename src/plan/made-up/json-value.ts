import type { Faker } from '@faker-js/faker';
import { ChatMockError } from '../../error.ts';
import type { MadeUpJson } from './generator.ts';
import { JsonSampler, Unsatisfiable } from './json-sampler.ts';
import { isSchema, type PreparedSchema, prepareSchema, type ValidatorLibrary } from './json-schema.ts';

/** How many values are tried before a schema counts as one that nothing satisfies; the second half of them is plain. */
const TRIES = 24;
const PLAIN = TRIES / 2;

/** After how many steps, of all tries together, no other try is begun. */
const MOST_STEPS = 50_000;

/**
 * A value that the schema accepts, the same for the same seed, with every property filled as far as a recursive schema
 * lets it. It takes bounded time: a value that would have to be huge is cut, and comes with a warning.
 *
 * @throws ChatMockError `invalid-option` when none was found: the schema is wrong or contradicts itself.
 */
export function jsonValue(
  faker: Faker,
  library: ValidatorLibrary,
  schema: unknown,
  seed: number,
): MadeUpJson {
  if (!isSchema(schema)) throw impossible('It is not an object');
  try {
    return sampled(faker, prepareSchema(library, schema), seed);
  } catch (cause) {
    throw impossible(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function sampled(faker: Faker, schema: PreparedSchema, seed: number): MadeUpJson {
  let cut: MadeUpJson | undefined;
  let failure = new Unsatisfiable('Nothing satisfies it');
  let steps = 0;
  for (let attempt = 0; attempt < TRIES && steps < MOST_STEPS; attempt++) {
    faker.seed((seed + attempt) >>> 0);
    const sampler = new JsonSampler(faker, schema, attempt >= PLAIN);
    try {
      const value = sampler.sample();
      if (sampler.spent) {
        cut = { value, warning: 'the JSON schema asks for more than is made up: the value is cut short' };
        if (attempt >= PLAIN) break;
        attempt = PLAIN - 1;
        continue;
      }
      const accepted = schema.accepts(value, schema.root, sampler.values);
      if (accepted === true) return { value };
      if (accepted === undefined) {
        cut = { value, warning: 'the JSON schema takes too long to check: the value may not satisfy it' };
        break;
      }
    } catch (error) {
      if (!(error instanceof Unsatisfiable)) throw error;
      failure = error;
    } finally {
      steps += sampler.steps;
    }
  }
  if (cut === undefined) throw failure;
  return cut;
}

function impossible(reason: string, cause?: unknown): ChatMockError {
  return new ChatMockError('invalid-option', `No value can be made for this JSON schema. ${reason}.`, {
    hint: 'Check it for constraints that contradict each other, or script the answer with a text step.',
    cause,
  });
}
