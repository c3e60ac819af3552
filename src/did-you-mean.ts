/** Longer words are not compared: that would be slow, and they are no typing mistakes. */
const LONGEST_WORD = 100;

/** Other words for a candidate, where no spelling is near: `{ wait: ['delay', 'sleep'] }`. */
export type Synonyms = Readonly<Record<string, readonly string[]>>;

/** `Did you mean "search"?`, or nothing when no candidate is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const [nearest] = suggest(word, candidates);
  return nearest === undefined ? '' : `Did you mean "${nearest}"?`;
}

/** The candidates that `word` may be a mistake for, best first; none when nothing is near. */
export function suggest(
  word: string,
  candidates: readonly string[],
  synonyms: Synonyms = {},
  atMost = 1,
): string[] {
  if (word.length > LONGEST_WORD) return [];
  const scored = candidates
    .map((candidate) => ({ candidate, score: scoreOf(word, candidate, synonyms) }))
    .filter(({ score }) => score < 1)
    .sort((a, b) => a.score - b.score);
  const best = scored[0]?.score ?? 0;
  const near = scored.filter(({ score }) => score - best <= 0.15);
  return near.slice(0, atMost).map(({ candidate }) => candidate);
}

/** 0 for the same word in another spelling, below 1 for a near one, 1 for a different word. */
function scoreOf(word: string, candidate: string, synonyms: Synonyms): number {
  const [a, b] = [lettersOf(word), lettersOf(candidate)];
  if (a === b) return 0;
  if (Object.hasOwn(synonyms, candidate) && synonyms[candidate]?.includes(a) === true) return 0.1;
  const length = Math.max(a.length, b.length);
  const allowed = length <= 3 ? 1 : length <= 6 ? 2 : Math.max(2, Math.floor(length / 4));
  const edits = editDistance(a, b, allowed);
  if (edits <= allowed && edits < length) return 0.2 + (edits / length) * 0.8;
  return scoreOfParts(partsOf(word), partsOf(candidate));
}

/** `too_many_requests` is near `too_many_search_requests`: most of the parts are there. */
function scoreOfParts(a: readonly string[], b: readonly string[]): number {
  if (a.length < 2 || b.length < 2) return 1;
  const shared = a.filter((part) => b.includes(part)).length;
  const ratio = (2 * shared) / (a.length + b.length);
  return ratio >= 0.6 ? 0.3 + (1 - ratio) : 1;
}

/** `tool_call` and `toolCall` are the same letters. */
const lettersOf = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const partsOf = (word: string): string[] => word.toLowerCase().match(/[^_\s.-]+/g) ?? [];

/** Insertions, deletions, replacements and swaps of neighbours between two words; infinite if more than `atMost`. */
function editDistance(a: string, b: string, atMost: number): number {
  if (Math.abs(a.length - b.length) > atMost) return Number.POSITIVE_INFINITY;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost, swapped));
    }
    if (Math.min(...row, ...last) > atMost) return Number.POSITIVE_INFINITY;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
