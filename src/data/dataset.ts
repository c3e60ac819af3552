import type { FoundDocument, SearchSpec } from '../scenario/schema.ts';
import { attributesOf, type Condition } from './filter/condition.ts';
import { testOf, valuesAt } from './filter/evaluate.ts';
import { atPlace } from './filter/filter-error.ts';
import type { HitOptions, Hits, TextIndex } from './text-index.ts';

/** Documents that can be searched. What that takes is made when it is first needed. */
export class Dataset {
  readonly documents: readonly FoundDocument[];
  #index: Promise<TextIndex> | undefined;
  #attributes: ReadonlySet<string> | undefined;

  constructor(documents: readonly FoundDocument[]) {
    this.documents = documents;
  }

  /** Makes the index of words, in slices. */
  prepare(): Promise<TextIndex> {
    this.#index ??= import('./text-index.ts').then(({ TextIndex: Index }) => Index.build(this.documents));
    return this.#index;
  }

  /** The documents that a query and a filter find, the best first; without a query, in their own order. */
  async find(query: string, condition: Condition | undefined, limit: number): Promise<FoundDocument[]> {
    const test = condition && testOf(condition);
    if (query.trim() === '') return firstOf(this.documents, limit, test);
    const isAllowed = (place: number) => test === undefined || test(this.documents[place] ?? {});
    const { places } = await this.hits(query, { limit, isAllowed });
    return places.map((place) => this.documents[place] ?? {});
  }

  /** Where the words of a query are. */
  async hits(query: string, options: HitOptions): Promise<Hits> {
    return (await this.prepare()).search(query, options);
  }

  /**
   * Why a filter cannot be applied: it asks for an attribute that no document has. Each attribute that some document has is
   * filterable.
   */
  refusalOf(filter: string, condition: Condition): string | undefined {
    const wrong = attributesOf(condition).find(
      ({ text }) => !this.documents.some((document) => valuesAt(document, text).length > 0),
    );
    if (wrong === undefined) return undefined;
    const patterns = [...this.#names()].sort().map((name) => `\`${name}\``);
    const available =
      patterns.length === 0
        ? 'This index does not have configured filterable attributes.'
        : `Available filterable attribute patterns are: ${patterns.join(', ')}.`;
    return atPlace(filter, wrong, `Attribute \`${wrong.text}\` is not filterable. ${available}`);
  }

  #names(): ReadonlySet<string> {
    this.#attributes ??= new Set(this.documents.flatMap((document) => Object.keys(document)));
    return this.#attributes;
  }
}

function firstOf(
  documents: readonly FoundDocument[],
  limit: number,
  test: ((document: FoundDocument) => boolean) | undefined,
): FoundDocument[] {
  if (test === undefined) return documents.slice(0, limit);
  const found: FoundDocument[] = [];
  for (const document of documents) {
    if (found.length >= limit) break;
    if (test(document)) found.push(document);
  }
  return found;
}

const known = new WeakMap<readonly FoundDocument[], Dataset>();

/** The dataset of some documents: one for each list of them. */
export function datasetOf(documents: readonly FoundDocument[]): Dataset {
  const dataset = known.get(documents) ?? new Dataset(documents);
  known.set(documents, dataset);
  return dataset;
}

/** How many documents a search of the real server's chat finds at most, unless it is told. */
const DEFAULT_LIMIT = 20;

/**
 * A search of documents of one's own, with what it found, or with how it failed: as the real server does with such a query
 * and filter.
 *
 * @param files the documents of the files that searches may name
 */
export async function searchData(
  search: SearchSpec,
  files: ReadonlyMap<string, readonly FoundDocument[]>,
): Promise<SearchSpec> {
  const { data, index, q = '', filter = '', limit = DEFAULT_LIMIT } = search;
  const documents = typeof data === 'string' ? files.get(data) : data;
  if (documents === undefined) throw new Error(`the documents of ${String(data)} are not loaded`);
  const [{ parseFilter }, { FilterError }] = await Promise.all([
    import('./filter/parse-filter.ts'),
    import('./filter/filter-error.ts'),
  ]);
  try {
    const dataset = datasetOf(documents);
    const condition = parseFilter(filter);
    const refusal = condition && dataset.refusalOf(filter, condition);
    if (refusal !== undefined) return { ...search, documents: [], content: search.content ?? refusal };
    return { ...search, documents: await dataset.find(q, condition, limit) };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const message = `Index \`${index}\`: ${error.message}`;
    return { ...search, error: { code: 'invalid_search_filter', message } };
  }
}
