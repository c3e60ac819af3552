import { didYouMean } from '../did-you-mean.ts';
import { ChatMockError } from '../error.ts';
import { runVerb } from './session-mock.ts';
import type { SessionAccess, VerbInput } from './verb.ts';
import { VERBS } from './verbs.ts';

/**
 * Runs a verb, or a view of the panel's, by its route, as HTTP would: `POST /clock/next`. What stands in the path as `:name` is taken from the input.
 *
 * @throws ChatMockError `invalid-option` when there is no such route or its input is wrong, and what the verb throws
 */
export async function runRoute(
  route: string,
  access: SessionAccess,
  input: VerbInput = {},
  signal?: AbortSignal,
): Promise<unknown> {
  const verb = VERBS.find((one) => one.route === route);
  if (verb !== undefined) return runVerb(verb, access, input, signal);
  // Loaded when a panel is there.
  const { VIEWS } = await import('./views.ts');
  const view = VIEWS.find((one) => one.route === route);
  if (view !== undefined) return runVerb(view, access, input, signal);
  const routes = [...VERBS, ...VIEWS].map((one) => one.route);
  throw new ChatMockError('invalid-option', `There is no route "${route}".`, {
    hint: `${didYouMean(route, routes)} There are: ${routes.join(', ')}.`.trim(),
  });
}
