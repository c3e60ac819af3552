import { createRandom } from '../../plan/made-up/random.ts';
import type { DataQuestion } from '../../plan/types.ts';
import type { DocumentLists } from '../../scenario/scenario.ts';
import type { SearchSpec, Step } from '../../scenario/schema.ts';
import { isStopWord } from '../stop-words.ts';
import { plainWords } from '../words.ts';
import { composeAbout, composeAnswer, composeTable } from './compose.ts';
import {
  type LookUp,
  limitsIn,
  lookUp,
  lookUpWords,
  type Mention,
  mentionIn,
  queryOf,
  type Shelf,
  shelvesFor,
  shelvesOf,
} from './look-up.ts';
import { smallTalk } from './small-talk.ts';
import { factText } from './traits.ts';

/** A longer question is read up to here, in characters. */
const LONGEST_QUESTION = 1000;
/** How many things are compared. */
const MOST_COMPARED = 4;

const COMPARES = /\bcompar\w+|\bversus\b|\bvs\b|\bdifferences? between\b|\bside by side\b/i;
const LIKE = /\b(?:like|similar to|in the (?:style|spirit) of)\b/i;
const ABOUT_ONE =
  /\b(?:tell me (?:more )?(?:about|of)|(?:more|details?|information) (?:about|on)|what(?:['’]s| is| was)|who|when|where|how (?:long|much|good)|plot of|describe|explain|summar\w+)\b/i;
const NTH =
  /\b(?:the )?(first|second|third|fourth|fifth|last)(?: (?:one|result|of (?:them|these|those)))?\b/i;
const NTHS = ['first', 'second', 'third', 'fourth', 'fifth'];

/**
 * Answers a question from documents: the searches that it takes, and Markdown about what they found. The same question gets
 * the same answer.
 *
 * @returns undefined when there are no documents
 */
export async function answerFromData(
  asked: DataQuestion,
  indexes: DocumentLists,
): Promise<Step[] | undefined> {
  const filled = new Map([...indexes].filter(([, documents]) => documents.length > 0));
  if (filled.size === 0) return undefined;
  const shelves = shelvesOf(filled);
  const random = createRandom(asked.seed);
  const question = asked.question.slice(0, LONGEST_QUESTION);
  const talk = smallTalk(question, [...filled.keys()], random);
  if (talk !== undefined) return [{ text: talk }];

  const compared = COMPARES.test(question) ? await compare(question, shelves) : undefined;
  if (compared !== undefined) return compared;

  const back = await mentionBefore(question, asked.earlier, shelves);
  const mention = back ?? (await mentionIn(question, shelves));
  if (mention !== undefined && (back !== undefined || isAboutOne(question, mention))) {
    return [searchStep([searchOf(mention)]), { text: composeAbout(question, mention, random) }];
  }

  const found =
    mention !== undefined && LIKE.test(question)
      ? [await alike(mention)]
      : await lookUps(question, asked.earlier, shelves);
  const asksHowMany = /\bhow many\b|\bnumber of\b/i.test(question);
  return [searchStep(found.map(searchOfLookUp)), { text: composeAnswer(found, random, { asksHowMany }) }];
}

/** What a question asks for; where it goes on with what was asked before it, within the limits that it sets now. */
async function lookUps(
  question: string,
  earlier: readonly string[],
  shelves: readonly Shelf[],
): Promise<LookUp[]> {
  const before = earlier.at(-1);
  const chosen = await shelvesFor(question, shelves);
  const isNew = chosen.some((shelf) => /\p{L}/u.test(queryOf(limitsIn(question, shelf).rest, chosen)));
  if (before === undefined || isNew)
    return Promise.all(chosen.map((shelf) => lookUp(question, shelf, chosen)));
  const again = await lookUps(before, earlier.slice(0, -1), shelves);
  return Promise.all(
    again.map(({ query, limits, shelf }) => {
      const now = limitsIn(question, shelf);
      return lookUpWords(query, now.filter === '' ? limits : now, shelf);
    }),
  );
}

function isAboutOne(question: string, { title, shelf }: Mention): boolean {
  if (LIKE.test(question)) return false;
  const words = new Set(plainWords(title));
  const others = plainWords(queryOf(question, [shelf])).filter((word) => !words.has(word));
  return ABOUT_ONE.test(question) ? others.length <= 2 : others.length === 0;
}

/** The document that `the second one` means, among those that the question before found. */
async function mentionBefore(
  question: string,
  earlier: readonly string[],
  shelves: readonly Shelf[],
): Promise<Mention | undefined> {
  const nth = NTH.exec(question)?.[1]?.toLowerCase();
  const before = earlier.at(-1);
  if (nth === undefined || before === undefined) return undefined;
  const others = plainWords(question.replace(NTH, ' ')).filter((word) => !isStopWord(word));
  if (others.length > 1) return undefined;
  const [found] = await lookUps(before, earlier.slice(0, -1), shelves);
  const document = nth === 'last' ? found?.documents.at(-1) : found?.documents[NTHS.indexOf(nth)];
  if (found === undefined || document === undefined) return undefined;
  const { title } = found.shelf.traits;
  return { shelf: found.shelf, document, title: String(title === undefined ? nth : document[title]) };
}

/** Documents of the same kind as one that is named, without that one. */
async function alike({ shelf, document, title }: Mention): Promise<LookUp> {
  const kinds = shelf.traits.facts.find((name) => Array.isArray(document[name]));
  const wanted = kinds === undefined ? '' : factText(kinds, document).replaceAll(',', '');
  const found = await lookUpWords(wanted, { filter: '', said: '', rest: '' }, shelf);
  const documents = found.documents.filter((one) => one !== document);
  return { ...found, documents, count: documents.length, like: title };
}

/** A table of the things that a question names; undefined when fewer than one of them are there. */
async function compare(question: string, shelves: readonly Shelf[]): Promise<Step[] | undefined> {
  const parts = question
    .replace(/\bcompar\w+|\bdifferences? between\b|\bside by side\b|\b(?:in|as) a table\b|\?/gi, ' ')
    .split(/\b(?:and|versus|vs|with|to|or)\b\.?|,|&/i)
    .map((part) => part.trim())
    .filter((part) => plainWords(part).length > 0);
  // A title may have an `and` in it.
  const mentions: Mention[] = [];
  const missing: string[] = [];
  for (const part of parts.slice(0, MOST_COMPARED)) {
    const mention = await mentionIn(part, shelves, { isAll: true });
    if (mention === undefined) missing.push(part);
    else if (!mentions.some(({ document }) => document === mention.document)) mentions.push(mention);
  }
  if (mentions.length === 0 || mentions.length + missing.length < 2) return undefined;
  return [searchStep(mentions.map(searchOf)), { text: composeTable(mentions, missing) }];
}

const searchStep = (search: SearchSpec[]): Step => ({ search });

const searchOf = ({ shelf, document, title }: Mention): SearchSpec => ({
  index: shelf.index,
  q: title,
  documents: [document],
});

const searchOfLookUp = ({ shelf, query, limits, documents }: LookUp): SearchSpec => ({
  index: shelf.index,
  q: query,
  filter: limits.filter,
  documents: [...documents],
});
