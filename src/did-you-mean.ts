import { suggest } from './suggest.ts';

/** `Did you mean "search"?`, or nothing when no candidate is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const [nearest] = suggest(word, candidates);
  return nearest === undefined ? '' : `Did you mean "${nearest}"?`;
}
