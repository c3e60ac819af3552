/** For each of these lengths, in bytes, that a word exceeds, it may have one more typo. */
const TYPO_LENGTHS = [3, 7, 12, 17, 24];

/** Meilisearch's hint, with a space at its end: ``did you mean `prompts`? ``; nothing when nothing is near. */
export function deserrHint(word: string, accepted: readonly string[]): string {
  const longest = Math.max(...accepted.map((candidate) => candidate.length));
  // Comparing takes time in proportion to the length, and a value may have megabytes.
  if (word.length > 2 * (longest + TYPO_LENGTHS.length)) return '';
  const length = new TextEncoder().encode(word).length;
  const allowed = TYPO_LENGTHS.filter((limit) => length > limit).length;
  if (allowed === 0) return '';
  const [nearest] = accepted
    .map((candidate) => ({ candidate, distance: damerauLevenshtein([...word], [...candidate]) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance);
  return nearest === undefined ? '' : `did you mean \`${nearest.candidate}\`? `;
}

/**
 * The edits (insert, delete, replace, swap of neighbours) that turn one word into the other. Not the simpler variant that
 * edits no part twice: the real server counts with this one.
 */
function damerauLevenshtein(a: readonly string[], b: readonly string[]): number {
  const most = a.length + b.length;
  /** The row after the one in which a character of `a` came last. */
  const lastRow = new Map<string, number>();
  const rows = [Array<number>(b.length + 2).fill(most), [most, ...Array(b.length + 1).keys()]];
  const at = (row: number, column: number) => rows[row]?.[column] ?? most;
  for (const [i, character] of a.entries()) {
    const row = [most, i + 1];
    rows.push(row);
    /** The column after the last one that equals this character. */
    let lastColumn = 0;
    for (const [j, other] of b.entries()) {
      const swapRow = lastRow.get(other) ?? 0;
      const swap = at(swapRow, lastColumn) + (i - swapRow) + 1 + (j - lastColumn);
      const replace = at(i + 1, j + 1) + (character === other ? 0 : 1);
      row.push(Math.min(replace, at(i + 2, j + 1) + 1, at(i + 1, j + 2) + 1, swap));
      if (character === other) lastColumn = j + 1;
    }
    lastRow.set(character, i + 1);
  }
  return at(a.length + 1, b.length + 1);
}
