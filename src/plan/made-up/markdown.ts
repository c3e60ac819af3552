import { graphemesOf } from '../tokens/graphemes.ts';
import { createRandom, type Random } from './random.ts';
import { type Entry, TOPICS, type Topic } from './topics.ts';

/** What an answer is made from: the same options give the same bytes. */
export interface MarkdownOptions {
  readonly seed: number;
  /** The user's last message; quoted, shortened when long. */
  readonly question: string;
}

/** An answer of a search assistant, 120 to 300 tokens long, with one of each thing that a chat UI renders. */
export function markdown({ seed, question }: MarkdownOptions): string {
  const random = createRandom(seed);
  const topic = TOPICS.find(({ asked }) => asked.test(question)) ?? pick(TOPICS, random);
  const found = closest(shuffle(topic.entries, random), question).slice(0, 3);
  const sections = shuffle([list, table, steps], random).map((section) => section(topic, found, random));
  const quoted = shortened(question);
  const parts = [intro(topic, found, random), ...sections, outro(topic, random)];
  return (quoted === '' ? parts : [`> ${quoted}`, ...parts]).join('\n\n');
}

/** What is read of a question, in characters. */
const READ = 20_000;

/** Entries that share words with the question first. */
function closest(entries: readonly Entry[], question: string): Entry[] {
  const asked =
    question
      .slice(0, READ)
      .toLowerCase()
      .match(/[a-z]{4,}/g) ?? [];
  const shared = ({ title, tags, why }: Entry) => {
    const words = [title, ...tags, why].join(' ').toLowerCase();
    return asked.filter((word) => words.includes(word)).length;
  };
  return entries.toSorted((a, b) => shared(b) - shared(a));
}

function intro({ things, index }: Topic, found: readonly Entry[], random: Random): string {
  const [first] = found;
  return pick(
    [
      `In the \`${index}\` index, **these three ${things} come closest to it**. *I would start with the first.*`,
      `Here are **three ${things} that fit your question well**, from \`${index}\`. *The first is my favourite.*`,
      `The \`${index}\` index has **several ${things} that answer it**; *${first?.title ?? 'one'} stands out from the rest*.`,
    ],
    random,
  );
}

function list(topic: Topic, found: readonly Entry[], random: Random): string {
  const title = pick(['What I found', 'My suggestions', `Three ${topic.things} to begin with`], random);
  const items = found.map(
    (entry) => `- [${entry.title}](${link(topic, entry)}) (${entry.fact}): ${entry.why}.`,
  );
  return [`## ${title}`, '', ...items].join('\n');
}

function table({ columns }: Topic, found: readonly Entry[], random: Random): string {
  const rows = [
    columns,
    columns.map(() => '---'),
    ...found.map((entry) => [entry.title, entry.by, entry.fact]),
  ];
  const title = pick(['Side by side', 'At a glance', 'How they compare'], random);
  return [`## ${title}`, '', ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
}

function steps({ things, filter }: Topic, found: readonly Entry[], random: Random): string {
  const tag = found[0]?.tags[0] ?? things;
  const search = { q: tag.toLowerCase(), filter, limit: pick([3, 5, 10], random) };
  return [
    `## ${pick(['Searching further', 'To narrow it down', 'Next steps'], random)}`,
    '',
    `1. Ask for **${tag.toLowerCase()} ${things} only**, with \`${filter}\`:`,
    '',
    '   ```json',
    `   ${JSON.stringify(search)}`,
    '   ```',
    '',
    '2. Tell me which one you liked.',
  ].join('\n');
}

function outro({ things }: Topic, random: Random): string {
  return pick(
    [
      `Shall I look for *${things} that are a little less known*?`,
      'I can also **compare any two of them in more detail**: just ask.',
      `Would you like *more ${things} in the same spirit*, or something **quite different this time**?`,
    ],
    random,
  );
}

function link({ index }: Topic, { title }: Entry): string {
  const slug = title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return `https://example.com/${index}/${slug}`;
}

const utf8 = new TextEncoder();

/** On one line; at most 80 graphemes and 90 bytes, then an ellipsis: a long question must not outweigh the answer. */
function shortened(text: string): string {
  const line = text.slice(0, 1000).replace(/\s+/g, ' ').trim();
  let short = '';
  let count = 0;
  for (const segment of graphemesOf(line)) {
    if (count === 80 || utf8.encode(short + segment).length > 90) return `${short.trimEnd()}…`;
    short += segment;
    count++;
  }
  return line;
}

function pick<Item>(items: readonly [Item, ...Item[]], random: Random): Item {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
