import type { ChatRequest } from '../meilisearch/chat-request.ts';
import type { Step } from '../scenario/schema.ts';
import type { PlacedStep } from './script.ts';

/**
 * Cuts a reply where a stop sequence begins: the text up to it is kept, all that follows is dropped.
 * A sequence may begin in one step and end in a later one of the same round.
 */
export function cutAtStop(steps: readonly PlacedStep[], stop: ChatRequest['stop']): readonly PlacedStep[] {
  const sequences = [stop ?? []].flat().filter((sequence) => sequence !== '');
  for (const texts of textsOfRounds(steps)) {
    const whole = texts.map(({ step }) => step.text).join('');
    const starts = sequences.map((sequence) => whole.indexOf(sequence)).filter((start) => start >= 0);
    if (starts.length === 0) continue;
    let left = Math.min(...starts);
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
