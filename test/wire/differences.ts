import type { Comparable } from './replay.ts';

/** Where an answer differs from what was expected: lines to read, `-` what should be there, `+` what is; none when it does not. */
export function differences(expected: Comparable, answer: Comparable): string[] {
  if (expected === 'dropped' || answer === 'dropped') {
    if (expected === answer) return [];
    return [`- ${summary(expected)}`, `+ ${summary(answer)}`];
  }
  return [
    ...changed([`status ${expected.status}`], [`status ${answer.status}`]),
    ...changed(expected.headers, answer.headers),
    ...changed(linesOf(expected), linesOf(answer)),
    ...changed([endOf(expected)], [endOf(answer)]),
  ];
}

function summary(answer: Comparable): string {
  return answer === 'dropped' ? 'the connection is closed without a response' : `status ${answer.status}`;
}

function endOf({ cut }: Exclude<Comparable, 'dropped'>): string {
  return cut ? 'the connection ends before the body does' : 'the body ends';
}

/** A stream chunk by chunk, another body line by line. */
function linesOf({ body, chunks }: Exclude<Comparable, 'dropped'>): string[] {
  return chunks?.map((chunk) => JSON.stringify(chunk)) ?? body.split('\n');
}

/** The lines of two lists that are not common to both in their order. */
function changed(before: readonly string[], after: readonly string[]): string[] {
  const lengths = commonLengths(before, after);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      i++;
      j++;
    } else if (old !== undefined && (now === undefined || at(lengths, i + 1, j) >= at(lengths, i, j + 1))) {
      lines.push(`- ${old}`);
      i++;
    } else {
      lines.push(`+ ${now}`);
      j++;
    }
  }
  return lines;
}

/** How many lines the rests of two lists have in common, from each place in them. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  for (let i = before.length - 1; i >= 0; i--) {
    const row = lengths[i] ?? [];
    for (let j = after.length - 1; j >= 0; j--) {
      row[j] =
        before[i] === after[j]
          ? at(lengths, i + 1, j + 1) + 1
          : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1));
    }
  }
  return lengths;
}

function at(lengths: readonly number[][], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0;
}
