import { allParts } from '../plan/script.ts';
import type { Path } from '../scenario/problems/problem.ts';
import type { ScenarioInput, SearchSpec } from '../scenario/schema.ts';

/** A search of documents of one's own, and where it stands in its scenario. */
export interface PlacedSearch {
  readonly search: SearchSpec;
  readonly path: Path;
}

/** The searches of a scenario that have `data`. */
export function dataSearches(scenario: ScenarioInput): PlacedSearch[] {
  const steps = allParts(scenario).flatMap((part) =>
    part.type === 'error' ? [] : part.steps.map((step, index) => ({ step, path: [...part.path, index] })),
  );
  return steps
    .flatMap(({ step, path }) => {
      if (!('search' in step)) return [];
      const place = [...path, 'search'];
      return Array.isArray(step.search)
        ? step.search.map((search, index) => ({ search, path: [...place, index] }))
        : [{ search: step.search, path: place }];
    })
    .filter(({ search }) => search.data !== undefined);
}
