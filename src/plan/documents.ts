import type { SearchSpec } from '../scenario/schema.ts';
import type { Generator } from './made-up/generate.ts';
import type { PlacedStep } from './script.ts';

const DEFAULT_DOCUMENTS = 3;

/** Renders the templates of the steps while their documents are found. */
interface Rendering {
  /** All that was found so far: the next steps know it. */
  readonly found: unknown[];
  readonly render: (placed: PlacedStep) => Promise<PlacedStep>;
}

/**
 * Makes up documents for the searches that only say how many. Each search of the result lists its documents.
 *
 * @param seed for all of the steps; each search and each call of a function has its own
 * @param rendering none: the steps are as they are
 */
export async function withDocuments(
  steps: readonly PlacedStep[],
  generator: Generator,
  seed: number,
  rendering?: Rendering,
): Promise<PlacedStep[]> {
  let calls = 0;
  const all: PlacedStep[] = [];
  for (const placed of steps) {
    const { step, path } = (await rendering?.render(placed)) ?? placed;
    if ('toolCall' in step) calls++;
    if ('search' in step) {
      const search: SearchSpec[] = [];
      for (const one of [step.search].flat()) {
        calls++;
        search.push(await withOwnDocuments(one, generator, seed + calls));
      }
      rendering?.found.push(
        ...search.flatMap(({ documents }) => (Array.isArray(documents) ? documents : [])),
      );
      all.push({ step: { ...step, search }, path });
    } else all.push({ step, path });
  }
  return all;
}

async function withOwnDocuments(search: SearchSpec, generator: Generator, seed: number): Promise<SearchSpec> {
  const { documents = DEFAULT_DOCUMENTS, index, q = '' } = search;
  if (typeof documents !== 'number') return search;
  const found = documents === 0 ? [] : await generator.documents({ seed, index, q, count: documents });
  return { ...search, documents: found };
}
