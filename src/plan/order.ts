import type { Item } from '../playback/item.ts';
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

/** What happens in all choices, in the order of time; only the first one searches, holds and fails. */
export function inOrder(choices: readonly ChoiceEvents[]): AnswerEvent[] {
  const [first, ...others] = choices;
  const all = [
    ...(first?.events ?? []),
    ...others.flatMap(({ events }) => events.filter((event) => SHARED.has(event.type))),
  ];
  if (others.length > 0) all.sort((a, b) => a.at - b.at || a.choice - b.choice);
  return upToTheEnd(all);
}

/** Nothing follows an error that ends the answer. After a fault, only what shows what was cut. */
function upToTheEnd(events: AnswerEvent[]): AnswerEvent[] {
  const end = events.findIndex((event) => event.type === 'error' && event.ends);
  return end < 0 ? events : events.slice(0, end + 1);
}

/** `no-done` comes after the finish, in place of the closing `[DONE]`. */
export function afterFinish(items: Item[]): Item[] {
  const place = items.findIndex((item) => item.type === 'fault' && item.fault === 'no-done');
  return place < 0 ? items : items.slice(0, place + 1);
}
