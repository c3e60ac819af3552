import type { AnswerEvent } from './events.ts';
import type { ChoiceEvents } from './expand.ts';

/** What every choice does; the rest is of the first one only. */
const SHARED: ReadonlySet<AnswerEvent['type']> = new Set([
  'role',
  'text',
  'refusal',
  'audio',
  'callBegins',
  'callArguments',
  'finish',
]);

/**
 * What happens in all choices, in the order of time; only the first one searches, holds and fails. Nothing follows an
 * error that ends the answer; after a fault comes what shows what was cut.
 */
export function inOrder([first, ...others]: readonly ChoiceEvents[]): AnswerEvent[] {
  const shared = others.flatMap(({ events }) => events.filter(({ type }) => SHARED.has(type)));
  const all = [...(first?.events ?? []), ...shared];
  if (others.length > 0) all.sort((a, b) => a.at - b.at || a.choice - b.choice);
  const end = all.findIndex((event) => event.type === 'error' && event.ends);
  return end < 0 ? all : all.slice(0, end + 1);
}
