import type { DocumentLists } from '../../scenario/scenario.ts';
import type { FoundDocument } from '../../scenario/schema.ts';
import { type Dataset, datasetOf } from '../dataset.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import { contentWords, isStopWord } from '../stop-words.ts';
import { fold, plainWords, wordsOf, writtenWords } from '../words.ts';
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
  /** The title of the document that these are like. */
  readonly like?: string;
  /** Whether the first of the documents has all of the words. */
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
export function shelvesOf(indexes: DocumentLists): Shelf[] {
  return [...indexes].map(([index, documents]) => {
    const dataset = datasetOf(documents);
    const words = plainWords(thingsOf(index, 2)).flatMap((word) => [
      word,
      singularOf(word),
      ...wordsOf(word),
    ]);
    const same = SAME.filter((group) => words.some((word) => group.includes(word))).flat();
    return { index, dataset, traits: traitsOf(documents), names: new Set([...words, ...same]) };
  });
}

/**
 * The indexes that a question is about: those that it names, or else the one whose documents fit best; all, where nothing
 * fits.
 */
export async function shelvesFor(question: string, shelves: readonly Shelf[]): Promise<Shelf[]> {
  const asked = wordsOf(question);
  const named = shelves.filter(({ names }) => asked.some((word) => names.has(word)));
  if (named.length > 0) return named;
  let best: { shelf: Shelf; words: number; score: number } | undefined;
  for (const shelf of shelves) {
    const { words, score } = await shelf.dataset.hits(queryOf(question, [shelf]), { limit: 1 });
    if (best === undefined || words > best.words || (words === best.words && score > best.score))
      best = { shelf, words, score };
  }
  return best === undefined || best.words === 0 ? [...shelves] : [best.shelf];
}

/** What is searched for: the words of a question that say something, and do not only name an index. */
export function queryOf(question: string, shelves: readonly Shelf[]): string {
  const isName = (word: string) => wordsOf(word).some((one) => shelves.some(({ names }) => names.has(one)));
  const words = writtenWords(question);
  return words
    .filter((word, place) => !isName(word) && (!isStopWord(fold(word)) || isPartOfName(words, place)))
    .join(' ');
}

/** `Le` in `Le Guin`: both are written large, in the middle of a question. */
function isPartOfName(words: readonly string[], place: number): boolean {
  return (
    place > 0 &&
    [words[place], words[place + 1]].every((word) => word !== undefined && /^\p{Lu}\p{Ll}/u.test(word))
  );
}

/** Searches an index for what a question asks. `asked` are all indexes that it is about. */
export async function lookUp(
  question: string,
  shelf: Shelf,
  asked: readonly Shelf[] = [shelf],
): Promise<LookUp> {
  const limits = limitsIn(question, shelf);
  return lookUpWords(queryOf(limits.rest, asked), limits, shelf);
}

/** The limits that a question sets in an index. */
export function limitsIn(question: string, { dataset, traits }: Shelf): Limits {
  return limitsOf(question, traits.numbers, dataset.documents.slice(0, MOST_DOCUMENTS));
}

/** Searches an index for a query, within limits. */
export async function lookUpWords(query: string, limits: Limits, shelf: Shelf): Promise<LookUp> {
  const { dataset } = shelf;
  const all = await dataset.find(query, parseFilter(limits.filter), MOST_COUNTED);
  const { words } = query === '' ? { words: 0 } : await dataset.hits(query, { limit: 1 });
  const documents = all.slice(0, MOST_DOCUMENTS);
  return {
    shelf,
    query,
    limits,
    documents,
    count: all.length,
    isComplete: words >= new Set(contentWords(query)).size || query === '',
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
