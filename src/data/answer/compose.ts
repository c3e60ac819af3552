import type { Random } from '../../plan/made-up/random.ts';
import type { FoundDocument } from '../../scenario/schema.ts';
import type { LookUp, Mention } from './look-up.ts';
import { columnOf, factText, type Traits, titleOf } from './traits.ts';
import { numberWord, pick, plain, sentencesOf, singularOf, thingsOf } from './wording.ts';

/** How long the text of a document may be: in a list, and where it is the only one. */
const [SHORT, LONG] = [150, 420];
const MOST_FACTS = 3;
const MOST_COLUMNS = 5;

/** The answer to one search or several: what was found, and what else could be asked; or that there is nothing. */
export function composeAnswer(
  found: readonly LookUp[],
  random: Random,
  { asksHowMany = false } = {},
): string {
  const some = found.filter(({ documents }) => documents.length > 0);
  const last = some.at(-1);
  if (last === undefined) return nothingFound(found, random);
  const lists = some.map((one) => composeList(one, random, { asksHowMany, isAlone: some.length === 1 }));
  return [...lists, followUp(last, random)].join('\n\n');
}

/** What a search found: a list, or the only document in full. */
function composeList(
  found: LookUp,
  random: Random,
  { asksHowMany, isAlone }: { readonly asksHowMany: boolean; readonly isAlone: boolean },
): string {
  const { shelf, documents, count, isComplete } = found;
  const [only, another] = documents;
  const topic = topicOf(found);
  const things = thingsOf(shelf.index, count);
  const isOne = another === undefined && only !== undefined;
  const many = numberWord(count);
  const there = `There ${isOne ? 'is' : 'are'}`;
  const closest = `Nothing fits all of “${plain(found.query)}”. ${isOne ? `This ${things} comes` : `These ${things} come`} closest:`;
  const intros: [string, ...string[]] =
    topic === ''
      ? [`${there} ${many} ${things}:`]
      : [`I found ${many} ${things}${topic}:`, `${capital(many)} ${things}${topic}:`];
  const counted = `${there} **${many} ${things}**${topic}:`;
  const whole = !isComplete ? closest : asksHowMany ? counted : pick(intros, random);
  const isPart = isComplete && count > documents.length;
  const intro = isPart ? whole.replace(/:$/, `. Here are the first ${numberWord(documents.length)}:`) : whole;
  if (isOne && isAlone) return [intro, composeOne({ shelf, document: only })].join('\n\n');
  return [intro, documents.map((document) => item(document, shelf.traits)).join('\n')].join('\n\n');
}

/** ` for “time travel” after 2000`: what was asked for. */
function topicOf({ query, limits, like }: Pick<LookUp, 'query' | 'limits' | 'like'>): string {
  if (like !== undefined) return ` like **${plain(like)}**`;
  const topic = query === '' ? '' : ` for “${plain(query)}”`;
  return limits.said === '' ? topic : `${topic} ${plain(limits.said)}`;
}

function item(document: FoundDocument, traits: Traits): string {
  const facts = factsOf(document, traits);
  const about = overviewOf(document, traits, SHORT);
  const title = `- **${plain(titleOf(document, traits))}**${facts === '' ? '' : ` (${facts})`}`;
  return about === '' ? title : `${title}: ${about}`;
}

function factsOf(document: FoundDocument, { facts }: Traits): string {
  const texts = facts.map((name) => factText(name, document)).filter((text) => text !== '');
  return texts.slice(0, MOST_FACTS).join(', ');
}

function overviewOf(document: FoundDocument, { overview }: Traits, longest: number): string {
  const value = overview === undefined ? undefined : document[overview];
  return typeof value === 'string' ? plain(sentencesOf(value, longest)) : '';
}

/** One document in full: its text, and its facts. */
export function composeOne({ shelf: { traits }, document }: Pick<Mention, 'shelf' | 'document'>): string {
  const about = overviewOf(document, traits, LONG);
  const rows = traits.facts
    .map((name) => ({ column: columnOf(name), text: factText(name, document, { bare: true }) }))
    .filter(({ text }) => text !== '');
  const title = `**${plain(titleOf(document, traits))}**`;
  const facts = rows.map(({ column, text }) => `- ${column}: ${text}`);
  return [about === '' ? title : `${title}: ${about}`, facts.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

const ASKED: readonly (readonly [RegExp, RegExp])[] = [
  [/\bwho (?:directed|made|filmed)|director\b/i, /director/i],
  [/\bwho (?:wrote|is the author)|author\b/i, /author|writer/i],
  [/\bwho (?:sings|sang|recorded)\b/i, /artist/i],
  [/\bwhen|what year|which year\b/i, /year|released?|published|date/i],
  [/\bhow long|runtime|duration\b/i, /minutes|duration|runtime/i],
  [/\bhow much|price|cost\b/i, /price|cost/i],
  [/\brating|how good|rated\b/i, /rating|score|stars/i],
  [/\bgenre|what kind\b/i, /genre|categor|kind/i],
  [/\bwhere\b/i, /city|country|location|region|setting/i],
];

/** The answer to a question about one document. */
export function composeAbout(question: string, mention: Mention, random: Random): string {
  const { document, shelf, title } = mention;
  const [, wanted] = ASKED.find(([asks]) => asks.test(question)) ?? [];
  const name = wanted && Object.keys(document).find((key) => wanted.test(key));
  const value = name === undefined ? '' : factText(name, document, { bare: true });
  const thing = singularOf(thingsOf(shelf.index, 2));
  const end = pick(
    [`Shall I look for a similar ${thing}?`, `I can also find ${thingsOf(shelf.index, 2)} like it.`],
    random,
  );
  if (name === undefined || value === '') return [composeOne(mention), end].join('\n\n');
  const about = overviewOf(document, shelf.traits, LONG);
  const said = `The ${columnOf(name).toLowerCase()} of **${plain(title)}** is **${value}**.`;
  return [about === '' ? said : `${said} ${about}`, end].join('\n\n');
}

/** A table of documents, and what each is about. */
export function composeTable(mentions: readonly Mention[], missing: readonly string[]): string {
  const [first] = mentions;
  if (first === undefined) return '';
  const absent =
    missing.length === 0
      ? []
      : [
          `I found nothing called ${joined(
            missing.map((one) => `“${plain(one)}”`),
            'or',
          )}.`,
        ];
  if (mentions.length === 1) return [...absent, composeOne(first)].join('\n\n');
  const { facts } = first.shelf.traits;
  const has = (name: string) =>
    mentions.some(({ document }) => factText(name, document, { bare: true }) !== '');
  const columns = facts.filter(has).slice(0, MOST_COLUMNS);
  const heads = [capital(singularOf(thingsOf(first.shelf.index, 2))), ...columns.map(columnOf)];
  const rows = mentions.map(({ document, title }) => [
    `**${plain(title)}**`,
    ...columns.map((name) => factText(name, document, { bare: true }) || '–'),
  ]);
  const table = [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  const abouts = mentions
    .map(({ document, shelf, title }) => ({ title, about: overviewOf(document, shelf.traits, SHORT) }))
    .filter(({ about }) => about !== '')
    .map(({ title, about }) => `- **${plain(title)}**: ${about}`);
  const intro = `Here are ${joined(mentions.map(({ title }) => `**${plain(title)}**`))} side by side:`;
  return [intro, table, abouts.join('\n'), ...absent].filter((part) => part !== '').join('\n\n');
}

function nothingFound(found: readonly LookUp[], random: Random): string {
  const [first] = found;
  if (first === undefined) return 'There is nothing that I could search.';
  const { dataset, index, traits } = first.shelf;
  const names = joined(found.map(({ shelf }) => `**${shelf.index}**`));
  const topic = topicOf(first);
  const nothing = pick(
    [`I searched ${names}${topic} and found nothing.`, `I found nothing${topic} in ${names}.`],
    random,
  );
  const start = Math.floor(random() * dataset.documents.length);
  const titles = dataset.documents.slice(start, start + 2).map((one) => `*${plain(titleOf(one, traits))}*`);
  const are = titles.length === 1 ? 'is' : 'are';
  return `${nothing} In ${index} there ${are} ${joined(titles)}, for example. Try it in other words?`;
}

function followUp({ shelf, count, limits }: LookUp, random: Random): string {
  const { facts } = shelf.traits;
  const names = facts.slice(0, 2).map((name) => columnOf(name).toLowerCase());
  const things = thingsOf(shelf.index, 2);
  if (limits.filter !== '')
    return pick([`Shall I look at other ${things}, too?`, 'Tell me if the range should be wider.'], random);
  if (count > 1 && names.length > 0)
    return pick(
      [
        `Shall I narrow that down by ${joined(names, 'or')}?`,
        'Do you want to know more about one of them?',
        'I can also compare any two of them in a table.',
      ],
      random,
    );
  return pick([`Shall I look for more ${things} like it?`, 'Is that what you had in mind?'], random);
}

export function joined(texts: readonly string[], word = 'and'): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} ${word} ${last}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
