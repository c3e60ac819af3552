import { parse, stringify } from 'yaml';
import { STEP_KINDS, scenarioSchema } from '../../../src/scenario/schema.ts';
import { YAML_PIECES } from '../../kit/yaml-pieces.ts';
import { Random } from '../random.ts';
import { SLOW_PATTERNS } from '../requests/schemas.ts';

/** A scenario file. The seed, the index and the gallery say all of it. */
export interface FuzzFile {
  readonly index: number;
  /** Which generator made it. */
  readonly kind: string;
  readonly name: string;
  readonly text: string;
}

/** The texts of the gallery: files are mutations of them. */
export type Gallery = readonly string[];

const GENERATORS: readonly (readonly [weight: number, (random: Random, gallery: Gallery) => string])[] = [
  [35, mutatedText],
  [22, mutatedTree],
  [20, randomTree],
  [8, brokenYaml],
  [5, anchors],
  [6, slowMatch],
  [2, largeFile],
];

export function fileAt(seed: number, index: number, gallery: Gallery): FuzzFile {
  const random = new Random(seed, index, 1);
  const generator = random.weighted(GENERATORS);
  const text = generator(random, gallery);
  const name = text.startsWith('{') ? `fuzz-${index}.json` : `fuzz-${index}.yaml`;
  return { index, kind: generator.name, name, text };
}

const KEYS = [
  ...[...Object.keys(scenarioSchema.shape), ...STEP_KINDS, 'index', 'q', 'documents', 'arguments', 'content'],
  ...[
    'takes',
    'callId',
    'code',
    'message',
    'ends',
    'ttft',
    'tps',
    'jitter',
    'id',
    'turn',
    'workspace',
    'base64',
  ],
  ...['<<', '__proto__', 'constructor', 'toString', 'nmae', 'serach', 'repply', ''],
];

/** A file of the gallery with changed characters and lines. */
function mutatedText(random: Random, gallery: Gallery): string {
  let text = random.pick(gallery);
  for (let count = 1 + random.below(4); count > 0; count--) text = mutate(random, text);
  return text;
}

function mutate(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const lines = text.split('\n');
  const line = random.below(lines.length);
  switch (random.below(7)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random.below(5));
    case 1:
      return text.slice(0, at) + random.pick(YAML_PIECES) + text.slice(at);
    case 2:
      return text.slice(0, at);
    case 3:
      return lines.toSpliced(line, 0, random.pick(lines)).join('\n');
    case 4:
      return lines.toSpliced(line, 1).join('\n');
    case 5:
      return lines
        .map((one, index) => (index === line ? `${' '.repeat(random.below(6))}${one}` : one))
        .join('\n');
    default:
      return text.replaceAll(random.pick(KEYS.filter((key) => key !== '')), random.pick(KEYS));
  }
}

type Holder = Record<string, unknown>;

/** A file of the gallery with other values at some places. */
function mutatedTree(random: Random, gallery: Gallery): string {
  const tree: Holder = { value: parse(random.pick(gallery)) };
  for (let count = 1 + random.below(3); count > 0; count--) {
    const { holder, key } = random.pick(placesOf(tree));
    holder[key] = random.chance(0.3)
      ? random.pick(placesOf(tree).map((place) => place.holder[place.key]))
      : leaf(random);
  }
  return written(random, isTree(tree.value) ? tree.value : random.json());
}

function placesOf(holder: Holder, depth = 0): { readonly holder: Holder; readonly key: string }[] {
  if (depth > 12) return [];
  return Object.entries(holder).flatMap(([key, value]) => [
    { holder, key },
    ...(isHolder(value) ? placesOf(value, depth + 1) : []),
  ]);
}

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

function isTree(value: unknown, around: readonly unknown[] = []): boolean {
  if (!isHolder(value)) return true;
  return !around.includes(value) && Object.values(value).every((item) => isTree(item, [...around, value]));
}

/** Any tree of the keys of the language. */
function randomTree(random: Random): string {
  const documents = Array.from({ length: random.pick([1, 1, 1, 2, 5]) }, () =>
    random.chance(0.8)
      ? { name: `n${random.below(9)}`, reply: random.list(4, () => node(random, 4)), ...keyed(random, 3, 3) }
      : node(random, 5),
  );
  return documents.map((value) => written(random, value)).join('\n---\n');
}

function node(random: Random, depth: number): unknown {
  if (depth === 0 || random.chance(0.25)) return leaf(random);
  if (random.chance(0.3)) return random.list(4, () => node(random, depth - 1));
  if (random.chance(0.3)) return { text: random.text(60) };
  return keyed(random, 4, depth);
}

function keyed(random: Random, most: number, depth: number): Holder {
  return Object.fromEntries(random.list(most, () => [random.pick(KEYS), node(random, depth - 1)]));
}

function leaf(random: Random): unknown {
  return random.pick<() => unknown>([
    () => random.json(2),
    () => random.text(60),
    () => random.pick(['stop', 'reset', 'movies', 'chat_not_found', '2s', 'none', 'length', '/a/gi', '/(/']),
    () => random.pick([0, 1, -1, 1.5, 401, 3_600_000, 1000, 100_000, true, null]),
  ])();
}

function written(random: Random, value: unknown): string {
  return random.chance(0.5) ? stringify(value) : JSON.stringify(value, undefined, random.pick([0, 2]));
}

function brokenYaml(random: Random): string {
  return Array.from({ length: random.below(80) }, () =>
    random.chance(0.6) ? random.pick(YAML_PIECES) : random.chance(0.7) ? random.pick(KEYS) : random.text(5),
  ).join('');
}

/** Anchors, aliases and merge keys: nested, circular, and such that multiply. */
function anchors(random: Random): string {
  const levels = 1 + random.below(12);
  const width = 1 + random.below(9);
  const shape = random.pick(['list', 'merge', 'circle', 'steps']);
  if (shape === 'circle') return 'name: a\nreply: &a\n  - text: x\n  - search: { index: a, documents: *a }\n';
  if (shape === 'steps')
    return `name: a\nreply:\n  - &s { text: x }\n${'  - *s\n'.repeat(random.below(3000))}`;
  const lines = ['l0: &l0 { text: x }'];
  for (let level = 1; level <= levels; level++) {
    const aliases = `*l${level - 1}, `.repeat(width);
    lines.push(
      `l${level}: &l${level} ${shape === 'list' ? `[${aliases}]` : `{ <<: [${aliases}], k${level}: 1 }`}`,
    );
  }
  return `name: a\nreply: [{ text: x }]\n${lines.join('\n')}\n`;
}

function slowMatch(random: Random): string {
  const patterns = random.list(4, () => random.pick(SLOW_PATTERNS));
  return [...patterns, random.pick(SLOW_PATTERNS)]
    .map((pattern, index) =>
      stringify({
        name: `m${index}`,
        match: {
          [random.pick([
            'message',
            'model',
            'workspace',
          ])]: `/${pattern}/${random.pick(['', 'i', 'u', 'v', 'x'])}`,
        },
        reply: [{ text: 'x' }],
      }),
    )
    .concat(stringify({ name: 'literal', match: { message: `${'a'.repeat(35)}!` }, reply: [{ text: 'x' }] }))
    .join('---\n');
}

/** Files near the largest that are read. */
function largeFile(random: Random): string {
  return random.pick<() => string>([
    () => `name: a\nreply: [{ text: x }]\n${count(20_000, (i) => `key${i}: 1`)}`,
    () => `name: a\nreply:\n${count(3000, (i) => `  - toolCall: { name: f${i} }`)}`,
    () => `name: a\nreply:\n${count(10_000, (i) => `  - text: t${i}`)}`,
    () => `name: a\nreply:\n${count(3000, (i) => `  - search: { index: i${i} }`)}`,
    () => `name: a\nturns:\n${count(3000, (i) => `  - - text: t${i}`)}`,
    () => `name: a\nattempts:\n${count(3000, () => '  - error: chat_not_found')}`,
    () => `name: a\nreply:\n${count(5000, (i) => `  - txet: t${i}`)}`,
    () => count(12_000, (i) => `---\nname: a${i}\nreply: [{ text: x }]`),
    () => count(6000, (i) => `---\nname: a\nmatch: { message: m${i} }\nreply: [{ text: x }]`),
    () => count(5000, (i) => `---\nname: a${i}\nmatch: { message: '/m${i}$/' }\nreply: [{ text: x }]`),
    () => `name: a\nreply: [{ text: ${'a'.repeat(900_000)} }]`,
    () => `name: a\nreply: [{ text: "${'word '.repeat(180_000)}" }]`,
    () => `name: ${'a'.repeat(900_000)}\nreply: [{ text: x }]`,
    () => `${'k'.repeat(900_000)}: 1\nname: a\nreply: [{ text: x }]`,
    () =>
      `name: a\nreply: ${random.pick(['[', '{ a: ', '- ', '? ', '! ', '&a ', '"\\'])}`.padEnd(30) +
      '['.repeat(5000),
    () => '['.repeat(900_000),
    () => '- '.repeat(100_000),
    () => '{"a":'.repeat(100_000),
    () => count(3000, (i) => `${' '.repeat(i % 300)}a:`),
    () => ' '.repeat(900_000),
    () => '\n'.repeat(900_000),
    () => '# comment\n'.repeat(90_000),
    () => "'".repeat(900_000),
    () => '---\n'.repeat(200_000),
    () => `name: a\nreply: [{ search: { index: a, documents: 1000 } }]`,
    () => `name: a\nreply: [{ search: [${'{ index: a, documents: 1000 }, '.repeat(200)}] }]`,
    () => `name: a\nreply: [{ raw: { base64: ${'AAAA'.repeat(200_000)} } }]`,
    () => `name: a\nreply: [{ toolCall: { name: f, arguments: ${'{"a":'.repeat(500)}1${'}'.repeat(500)} } }]`,
    () => `name: a\nerror: ${'chat_not_fuond'.repeat(50_000)}\n`,
    () => 'x'.repeat(1_000_001),
  ])();
}

const count = (times: number, line: (index: number) => string) =>
  Array.from({ length: times }, (_, index) => line(index)).join('\n');
