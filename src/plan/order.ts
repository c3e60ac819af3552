import type { Turns } from '../turns.ts';
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
export async function inOrder(
  choices: readonly ChoiceEvents[],
  turns: Turns,
): Promise<readonly AnswerEvent[]> {
  let lists = sharedBy(choices);
  while (lists.length > 1) {
    const pairs: (readonly AnswerEvent[])[] = [];
    for (let index = 0; index < lists.length; index += 2)
      pairs.push(await merge(lists[index] ?? [], lists[index + 1] ?? [], turns));
    lists = pairs;
  }
  const [all = []] = lists;
  const end = all.findIndex((event) => event.type === 'error' && event.ends);
  return end < 0 ? all : all.slice(0, end + 1);
}

/** When the last thing happens in any of the choices. */
export function endOf(choices: readonly ChoiceEvents[]): number {
  return Math.max(0, ...sharedBy(choices).map((events) => events.at(-1)?.at ?? 0));
}

/** All events of the first choice, and those of the others that count. */
function sharedBy([first, ...others]: readonly ChoiceEvents[]): (readonly AnswerEvent[])[] {
  const shared = others.map(({ events }) => events.filter(({ type }) => SHARED.has(type)));
  return [first?.events ?? [], ...shared];
}

/** Two lists that are in the order of time, as one; of what is at the same time, `a` comes first. */
async function merge(
  a: readonly AnswerEvent[],
  b: readonly AnswerEvent[],
  turns: Turns,
): Promise<readonly AnswerEvent[]> {
  const all: AnswerEvent[] = [];
  let next = 0;
  for (const event of a) {
    for (let other = b[next]; other !== undefined && other.at < event.at; other = b[next]) {
      all.push(other);
      next++;
    }
    all.push(event);
    if (turns.due) await turns.next();
  }
  return all.concat(b.slice(next));
}
