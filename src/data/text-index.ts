import type SearchableMap from 'minisearch/SearchableMap';
import type { FoundDocument } from '../scenario/schema.ts';
import { Turns } from '../turns.ts';
import { titleField } from './fields.ts';
import { contentWords } from './stop-words.ts';
import { wordsOf } from './words.ts';

/** Of a longer document, what is found: so many characters. */
const LONGEST_DOCUMENT = 20_000;
/** As in Meilisearch, so many words of a query count; and so much of it is read, in characters. */
const [MOST_WORDS, LONGEST_QUERY] = [10, 2000];
/** In a longer word, no mistakes are looked for. */
const LONGEST_WORD = 40;
/** Documents that lack some of the words are left out below this part of the best score. */
const WORTHWHILE = 0.4;
/** No score reaches it. */
const MOST_SCORE = 1e6;

/** Where a word is in a document: once, several times, in the title; and what that counts for. */
const [ONCE, OFTEN, IN_TITLE] = [0, 1, 2];
const WEIGHTS = [1, 1.4, 2.5];
/** A place in a list of documents and one of these make one number. */
const KINDS = 4;

/** What was found. */
export interface Hits {
  /** Places among the documents, the best first. */
  readonly places: readonly number[];
  /** How well the first one fits. Scores of different indexes compare roughly. */
  readonly score: number;
  /** How many of the words asked for these documents have. */
  readonly words: number;
}

const NOTHING: Hits = { places: [], score: 0, words: 0 };

export interface HitOptions {
  /** How many, at most. */
  readonly limit: number;
  /** Whether a place may be found. */
  readonly isAllowed?: ((place: number) => boolean) | undefined;
}

/** Finds documents by their words, with mistakes in them. The library keeps the words; a word has a list of documents. */
export class TextIndex {
  readonly #lists: ReadonlyMap<string, readonly number[]>;
  readonly #words: SearchableMap<readonly number[]>;
  /** How much a word counts in each document: less in a long one. */
  readonly #shortness: Float32Array;

  private constructor(
    lists: ReadonlyMap<string, readonly number[]>,
    words: SearchableMap<readonly number[]>,
    shortness: Float32Array,
  ) {
    this.#lists = lists;
    this.#words = words;
    this.#shortness = shortness;
  }

  /** Reads all documents, in slices. */
  static async build(documents: readonly FoundDocument[]): Promise<TextIndex> {
    const { default: Words } = await import('minisearch/SearchableMap');
    const lists = new Map<string, number[]>();
    const lengths = new Float32Array(documents.length);
    const turns = new Turns();
    const field = titleField(documents);
    let total = 0;
    for (const [place, document] of documents.entries()) {
      const title = field === undefined ? [] : wordsOf(textOf(document[field]));
      for (const word of title) addTo(lists, word, place, IN_TITLE);
      const rest = wordsOf(restOf(document, field));
      for (const word of rest) addTo(lists, word, place, ONCE);
      lengths[place] = title.length + rest.length;
      total += title.length + rest.length;
      if (turns.due) await turns.next();
    }
    const words = new Words<readonly number[]>();
    for (const [word, list] of lists) {
      words.set(word, list);
      if (turns.due) await turns.next();
    }
    const average = Math.max(1, total / Math.max(1, documents.length));
    return new TextIndex(
      lists,
      words,
      lengths.map((length) => 1 / (0.7 + (0.3 * length) / average)),
    );
  }

  /**
   * Documents with the words of a query, the best first: those that have all words, then those that have most of them; where
   * none has most, those that have as many as any. Words that say nothing do not count beside others.
   */
  search(query: string, { limit, isAllowed = () => true }: HitOptions): Hits {
    const words = [...new Set(contentWords(query.slice(0, LONGEST_QUERY)))].slice(0, MOST_WORDS);
    const count = this.#shortness.length;
    const scores = new Float32Array(count);
    const matched = new Uint16Array(count);
    const touched: number[] = [];
    const best = new Float32Array(count);
    for (const [nth, word] of words.entries()) {
      const found: number[] = [];
      for (const { list, factor } of this.#variants(word, nth === words.length - 1)) {
        const rarity = Math.log(1 + count / list.length) * factor;
        for (const entry of list) {
          const place = Math.floor(entry / KINDS);
          const score = rarity * (WEIGHTS[entry % KINDS] ?? 1) * (this.#shortness[place] ?? 1);
          const before = best[place] ?? 0;
          if (before === 0) found.push(place);
          if (score > before) best[place] = score;
        }
      }
      for (const place of found) {
        if (matched[place] === 0) touched.push(place);
        matched[place] = (matched[place] ?? 0) + 1;
        scores[place] = (scores[place] ?? 0) + (best[place] ?? 0);
        best[place] = 0;
      }
    }
    // Where there are two words of three, more of them count more than which they are.
    const rank = (place: number) => (matched[place] ?? 0) * MOST_SCORE + (scores[place] ?? 0);
    const [first] = topOf(touched, rank, 1, isAllowed);
    if (first === undefined) return NOTHING;
    const [most, score] = [matched[first] ?? 0, scores[first] ?? 0];
    const least = Math.min(most, Math.ceil((words.length * 2) / 3));
    const isWorthwhile = (place: number) => {
      const count = matched[place] ?? 0;
      return count === words.length || (count >= least && (scores[place] ?? 0) >= score * WORTHWHILE);
    };
    const places = topOf(touched, rank, limit, (place) => isWorthwhile(place) && isAllowed(place));
    return { places, score, words: most };
  }

  /** The lists of the words that a word may stand for. As in Meilisearch, the last one may be unfinished. */
  #variants(word: string, isLast: boolean): { list: readonly number[]; factor: number }[] {
    const own = this.#lists.get(word);
    const variants = own === undefined ? [] : [{ list: own, factor: 1 }];
    if (isLast && word.length > 2) {
      for (const [longer, list] of this.#words.atPrefix(word)) {
        if (longer !== word) variants.push({ list, factor: 0.7 });
      }
    }
    const mistakes = mistakesIn(word);
    if (variants.length > 0 || mistakes === 0) return variants;
    for (const [other, [list, distance]] of this.#words.fuzzyGet(word, mistakes)) {
      // As Meilisearch counts: a mistake in the first letter is two.
      const counted = distance + (other[0] === word[0] ? 0 : 1);
      if (counted <= mistakes) variants.push({ list, factor: counted === 1 ? 0.5 : 0.3 });
    }
    for (const swapped of swaps(word)) {
      const list = this.#lists.get(swapped);
      if (list !== undefined) variants.push({ list, factor: 0.5 });
    }
    return variants;
  }
}

/** As Meilisearch has it: one mistake in a word of five letters, two in one of nine. */
const mistakesIn = ({ length }: string): number =>
  length > LONGEST_WORD ? 0 : length >= 9 ? 2 : length >= 5 ? 1 : 0;

/** A word with two letters that have changed places: that is one mistake. */
function* swaps(word: string): Generator<string> {
  for (let at = 1; at < word.length - 1; at++)
    yield word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
}

function addTo(lists: Map<string, number[]>, word: string, place: number, kind: number): void {
  const list = lists.get(word);
  if (list === undefined) {
    lists.set(word, [place * KINDS + kind]);
    return;
  }
  const last = list.length - 1;
  const entry = list[last] ?? 0;
  if (Math.floor(entry / KINDS) !== place) list.push(place * KINDS + kind);
  else if (entry % KINDS === ONCE) list[last] = place * KINDS + OFTEN;
}

/** The best so many of some places, the best first; of two that are as good, the earlier document. */
function topOf(
  places: readonly number[],
  rank: (place: number) => number,
  limit: number,
  counts: (place: number) => boolean,
): number[] {
  const top: number[] = [];
  const scoreOf = (place: number | undefined) => (place === undefined ? -1 : rank(place));
  for (const place of places) {
    const score = scoreOf(place);
    if ((top.length >= limit && score < scoreOf(top.at(-1))) || !counts(place)) continue;
    let at = top.length;
    while (
      at > 0 &&
      (scoreOf(top[at - 1]) < score || (scoreOf(top[at - 1]) === score && (top[at - 1] ?? 0) > place))
    )
      at--;
    top.splice(at, 0, place);
    if (top.length > limit) top.pop();
  }
  return top;
}

function restOf(document: FoundDocument, title: string | undefined): string {
  let rest = '';
  for (const [name, value] of Object.entries(document)) {
    if (name !== title && !name.startsWith('_')) rest += ` ${textOf(value)}`;
    if (rest.length > LONGEST_DOCUMENT) break;
  }
  return rest.slice(0, LONGEST_DOCUMENT);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(textOf).join(' ');
}
