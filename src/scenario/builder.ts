import { builderOf } from './build.ts';
import type { NewScenario } from './builder-types.ts';
import { scenarioFromObject } from './scenario.ts';
import type { ScenarioInput } from './schema.ts';

/**
 * A scenario in code, with the keys of the files. Every call returns a new builder, so that a common beginning can be
 * kept and used several times. A step is named by its last argument, `{ id }`. After an ending (`finish`, `fault`, an
 * `error` that ends, `fails`) the type has no more steps.
 *
 * @example
 * const movieNight = scenario('movie-night')
 *   .match({ message: '/recommend/i' })
 *   .search({ index: 'movies', q: 'space', documents: 3 })
 *   .text('Try **Interstellar**.', { id: 'answer' })
 *   .hold('before-the-end')
 *   .finish();
 */
export function scenario(name: string): NewScenario {
  return builderOf({ name }, checked);
}

const checked = (input: ScenarioInput) =>
  scenarioFromObject(input, `scenario(${JSON.stringify(input.name)})`).input;
