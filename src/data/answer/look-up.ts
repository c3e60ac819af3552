import type { FoundDocument } from '../../scenario/schema.ts';
import { type Dataset, datasetOf } from '../dataset.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import type { DataIndexes } from '../plan-tools.ts';
import { isStopWord } from '../stop-words.ts';
import { fold, plainWords, wordsOf } from '../words.ts';
import { type Limits, limitsOf } from './limits.ts';
import { type Traits, titleOf, traitsOf } from './traits.ts';
import { singularOf, thingsOf } from './wording.ts';

/** How many documents an answer is about, at most. */
const MOST_DOCUMENTS = 5;
/** Up to here they are counted. */
const MOST_COUNTED = 1000;

/** An index as a question sees it. */
export interface Shelf {
  readonly index: string;
  readonly dataset: Dataset;
  readonly traits: Traits;
  /** Words by which a question means the whole index: `movie`, `film`. */
  readonly names: ReadonlySet<string>;
}

/** One search and what it found. */
export interface LookUp {
  readonly shelf: Shelf;
  readonly query: string;
  readonly limits: Limits;
  readonly documents: readonly FoundDocument[];
  /** How many there are: the documents are the first of them. */
  readonly count: number;
  /** Whether the documents have all of the words. */
  readonly isComplete: boolean;
}

/** Names that mean the same. The first is what such an index is called. */
const SAME: readonly (readonly string[])[] = [
  ['movie', 'film', 'flick', 'cinema', 'watch'],
  ['book', 'novel', 'read', 'reading'],
  ['recipe', 'dish', 'meal', 'cook', 'cooking', 'eat'],
  ['product', 'item', 'buy', 'shop'],
  ['article', 'post', 'doc', 'page', 'guide'],
  ['song', 'track', 'music', 'listen'],
];

/** The indexes that have documents. */
export function shelvesOf(indexes: DataIndexes): Shelf[] {
  return [...indexes].map(([index, documents]) => {
    const dataset = datasetOf(documents);
    const words = wordsOf(thingsOf(index, 2)).flatMap((word) => [word, singularOf(word)]);
    const same = SAME.filter((group) => words.some((word) => group.includes(word))).flat();
    return { index, dataset, traits: traitsOf(documents), names: new Set([...words, ...same]) };
  });
}

/** The indexes that a question is about: those that it names, or else the one whose documents fit best. */
export async function shelvesFor(question: string, shelves: readonly Shelf[]): Promise<Shelf[]> {
  const asked = wordsOf(question);
  const named = shelves.filter(({ names }) => asked.some((word) => names.has(word)));
  if (named.length > 0) return named;
  let best: { shelf: Shelf; words: number; score: number } | undefined;
  for (const shelf of shelves) {
    const { words, score } = await shelf.dataset.hits(queryOf(question, shelf), { limit: 1 });
    if (best === undefined || words > best.words || (words === best.words && score > best.score))
      best = { shelf, words, score };
  }
  return best === undefined ? [] : [best.shelf];
}

/** What is searched for: the words of a question that say something. */
export function queryOf(question: string, { names }: Pick<Shelf, 'names'>): string {
  const words = plainWords(question).filter((word) => !isStopWord(word));
  return words.filter((word) => !wordsOf(word).some((one) => names.has(one))).join(' ');
}

/** Searches an index for what a question asks. */
export async function lookUp(question: string, shelf: Shelf, wanted?: string): Promise<LookUp> {
  const { dataset, traits } = shelf;
  const limits = limitsOf(question, traits.numbers, dataset.documents.slice(0, MOST_DOCUMENTS));
  const query = wanted ?? queryOf(limits.rest, shelf);
  const all = await dataset.find(query, parseFilter(limits.filter), MOST_COUNTED);
  const asked = wordsOf(query).length;
  const { words } = query === '' ? { words: 0 } : await dataset.hits(query, { limit: 1 });
  const documents = all.slice(0, MOST_DOCUMENTS);
  return {
    shelf,
    query,
    limits,
    documents,
    count: all.length,
    isComplete: words >= new Set(wordsOf(query)).size || asked === 0,
  };
}

/** A document that a text names by its title, and its index. */
export interface Mention {
  readonly shelf: Shelf;
  readonly document: FoundDocument;
  readonly title: string;
}

/**
 * The document that a text names.
 *
 * @param options.isAll whether the text is nothing but a title, or a part of one
 */
export async function mentionIn(
  text: string,
  shelves: readonly Shelf[],
  { isAll = false } = {},
): Promise<Mention | undefined> {
  const spaced = (words: string) => ` ${plainWords(words).join(' ')} `;
  const asked = spaced(text);
  const content = plainWords(text).filter((word) => !isStopWord(word));
  const found: Mention[] = [];
  for (const shelf of shelves) {
    for (const document of await shelf.dataset.find(text, undefined, MOST_DOCUMENTS)) {
      const title = titleOf(document, shelf.traits);
      const whole = spaced(title);
      const isPart =
        isAll && content.length > 0 && content.every((word) => whole.includes(` ${fold(word)} `));
      if (whole.trim() !== '' && (asked.includes(whole) || isPart)) found.push({ shelf, document, title });
    }
  }
  // `The Thing from Another World` is meant, not `The Thing`.
  return found.toSorted((a, b) => b.title.length - a.title.length)[0];
}
