import type { PlacedStep } from './script.ts';

/**
 * Cuts a reply where a stop sequence begins: the text up to it is kept, all that follows is dropped.
 * A sequence may begin in one step and end in a later one of the same round.
 */
export function cutAtStop(steps: readonly PlacedStep[], stops: readonly string[]): readonly PlacedStep[] {
  const sequences = stops.filter((stop) => stop !== '');
  if (sequences.length === 0) return steps;
  for (const texts of rounds(steps)) {
    const whole = texts.map(({ text }) => text).join('');
    const starts = sequences.map((stop) => whole.indexOf(stop)).filter((start) => start >= 0);
    if (starts.length === 0) continue;
    return cutAt(steps, texts, Math.min(...starts));
  }
  return steps;
}

interface Text {
  readonly index: number;
  readonly text: string;
}

/** The texts of each round: a search begins a new one. */
function rounds(steps: readonly PlacedStep[]): Text[][] {
  const all: Text[][] = [[]];
  steps.forEach(({ step }, index) => {
    if ('search' in step) all.push([]);
    if ('text' in step) all.at(-1)?.push({ index, text: step.text });
  });
  return all;
}

function cutAt(steps: readonly PlacedStep[], texts: readonly Text[], length: number): PlacedStep[] {
  let left = length;
  for (const { index, text } of texts) {
    const cut = steps[index];
    if (cut !== undefined && left <= text.length && 'text' in cut.step) {
      const kept = { ...cut, step: { ...cut.step, text: text.slice(0, left) } };
      return [...steps.slice(0, index), kept, { step: { finish: 'stop' }, path: cut.path }];
    }
    left -= text.length;
  }
  return [...steps];
}
