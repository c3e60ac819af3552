import type { SearchSpec } from '../scenario/schema.ts';
import type { Generator } from './made-up/generator.ts';
import type { PlacedStep } from './script.ts';
import type { SearchDocument } from './wire/search-events.ts';

const DEFAULT_DOCUMENTS = 3;

/** A search, and what it finds. */
export interface Finding {
  readonly search: SearchSpec;
  readonly documents: readonly SearchDocument[];
}

/** A step for which nothing is left to make up. */
export interface ReadyStep extends PlacedStep {
  /** One for each search of the step. */
  readonly findings: readonly Finding[];
}

/**
 * Makes up documents for the searches that only say how many.
 *
 * @param seed For all of the steps; each search and each call of a function has its own.
 */
export async function withFindings(
  steps: readonly PlacedStep[],
  generator: Generator,
  seed: number,
): Promise<ReadyStep[]> {
  let calls = 0;
  const ready: ReadyStep[] = [];
  for (const placed of steps) {
    const findings: Finding[] = [];
    for (const search of searchesOf(placed)) {
      calls++;
      findings.push({ search, documents: await documentsOf(search, generator, seed + calls) });
    }
    if ('toolCall' in placed.step) calls++;
    ready.push({ ...placed, findings });
  }
  return ready;
}

function searchesOf({ step }: PlacedStep): readonly SearchSpec[] {
  if (!('search' in step)) return [];
  return Array.isArray(step.search) ? step.search : [step.search];
}

async function documentsOf(
  { documents = DEFAULT_DOCUMENTS, index, q = '' }: SearchSpec,
  generator: Generator,
  seed: number,
): Promise<readonly SearchDocument[]> {
  if (typeof documents !== 'number') return documents;
  return documents === 0 ? [] : generator.documents({ seed, index, q, count: documents });
}
