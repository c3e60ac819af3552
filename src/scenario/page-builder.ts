import { builderOf } from './build.ts';
import type { NewScenario } from './builder-types.ts';

/**
 * The builder of pages, where what is built is checked when it is used: the check takes zod, and a page loads that only then.
 *
 * @example
 * await chat.use(scenario('hello').text('Hello').hold('end'));
 */
export function pageScenario(name: string): NewScenario {
  return builderOf({ name });
}
