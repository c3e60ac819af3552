import type { ChatRequest } from '../meilisearch/chat-request.ts';
import type { Step } from '../scenario/schema.ts';
import type { Turns } from '../turns.ts';
import type { PlacedStep } from './script.ts';

/**
 * Cuts a reply where a stop sequence begins: the text up to it is kept, all that follows is dropped.
 * A sequence may begin in one step and end in a later one of the same round.
 */
export async function cutAtStop(
  steps: readonly PlacedStep[],
  stop: ChatRequest['stop'],
  turns: Turns,
): Promise<readonly PlacedStep[]> {
  const sequences = new Set([stop ?? []].flat());
  sequences.delete('');
  for (const texts of textsOfRounds(steps)) {
    const whole = texts.map(({ step }) => step.text).join('');
    let left = Number.POSITIVE_INFINITY;
    for (const sequence of sequences) {
      const start = whole.indexOf(sequence);
      if (start >= 0) left = Math.min(left, start);
      if (turns.due) await turns.next();
    }
    if (left > whole.length) continue;
    for (const { index, step, path } of texts) {
      if (left <= step.text.length) {
        const kept = { step: { ...step, text: step.text.slice(0, left) }, path };
        return [...steps.slice(0, index), kept, { step: { finish: 'stop' }, path }];
      }
      left -= step.text.length;
    }
  }
  return steps;
}

/** The texts of each round: a search begins a new one. */
function textsOfRounds(steps: readonly PlacedStep[]) {
  const all: { index: number; step: Extract<Step, { text: string }>; path: PlacedStep['path'] }[][] = [[]];
  for (const [index, { step, path }] of steps.entries()) {
    if ('search' in step) all.push([]);
    if ('text' in step) all.at(-1)?.push({ index, step, path });
  }
  return all;
}
