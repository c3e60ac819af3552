import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';
import { expect, test } from 'vitest';

/**
 * Each part of `src`, and the parts that it may import. The way is one: cli, server, spec, simulator, session, playback,
 * reply, request, scenario, error.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'error.ts': [],
  'scenario/': ['error.ts'],
  'request/': ['scenario/', 'error.ts'],
  'reply/': ['request/', 'scenario/', 'error.ts'],
  'playback/': ['reply/', 'scenario/', 'error.ts'],
  // The verbs of a session, as an interface and as what they are on the wire: one thing with the session itself.
  'session/': ['playback/', 'reply/', 'request/', 'scenario/', 'error.ts', 'control.ts'],
  'control.ts': ['session/', 'playback/', 'scenario/', 'error.ts'],
  'control-wire.ts': ['control.ts', 'session/', 'scenario/', 'error.ts'],
  'simulator.ts': ['session/', 'playback/', 'reply/', 'request/', 'scenario/', 'error.ts'],
  'client/': ['control-wire.ts', 'control.ts', 'session/', 'playback/', 'scenario/', 'error.ts'],
  'client.ts': ['client/', 'control-wire.ts', 'control.ts', 'session/', 'scenario/', 'error.ts'],
  // Nothing of Prism leaves this folder, and it knows nothing of ours.
  'spec/': ['error.ts'],
  'server/': [
    ...['simulator.ts', 'spec/', 'control-wire.ts', 'control.ts', 'session/', 'playback/', 'reply/'],
    ...['request/', 'scenario/', 'error.ts'],
  ],
  'cli/': ['server/', 'simulator.ts', 'spec/', 'session/', 'reply/', 'request/', 'scenario/', 'error.ts'],
  'vitest.ts': ['server/', 'control.ts', 'scenario/', 'error.ts'],
  'playwright/': ['server/', 'session/', 'control.ts', 'reply/', 'scenario/', 'error.ts'],
  'playwright.ts': ['playwright/', 'server/', 'session/', 'control.ts', 'scenario/', 'error.ts'],
  'index.ts': ['server/', 'client.ts', 'control.ts', 'session/', 'playback/', 'scenario/', 'error.ts'],
};

/** What runs in a browser as it does in Node. */
const ISOMORPHIC = [
  ...['error.ts', 'scenario/', 'request/', 'reply/', 'playback/', 'session/', 'simulator.ts'],
  ...['control.ts', 'control-wire.ts', 'client/', 'client.ts'],
];
/** The packages that do, too. */
const ISOMORPHIC_PACKAGES =
  /^(zod|yaml|jose|@faker-js\/faker|gpt-tokenizer|json-schema-faker|@cfworker\/json-schema)(\/|$)/;
const OF_NODE = new Set([
  'Buffer',
  'process',
  'global',
  'require',
  'module',
  '__dirname',
  '__filename',
  'setImmediate',
]);

interface Imports {
  readonly file: string;
  /** Files of `src`. */
  readonly own: readonly string[];
  readonly packages: readonly string[];
  /** Names that are only there in Node. */
  readonly nodeNames: readonly string[];
}

interface AstNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is AstNode =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

function nodesOf(value: unknown): AstNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (!isNode(value)) return [];
  // A property's name says nothing of what it is a property of.
  const { property, key, ...rest } = value;
  const names = value.computed === true ? [property, key] : [];
  return [value, ...Object.values(rest).flatMap(nodesOf), ...names.flatMap(nodesOf)];
}

function importsOf(file: string, source: string): Imports {
  const nodes = nodesOf(parseAst(source, { lang: 'ts' }));
  const sources = nodes
    .filter(({ type }) => /^(Import|Export)\w*(Declaration|Expression)$|^TSImportType$/.test(type))
    .map((node) => (isNode(node.source) ? String(node.source.value) : ''))
    .filter((from) => from !== '');
  const [own, packages] = [
    sources.filter((from) => from.startsWith('.')),
    sources.filter((from) => !from.startsWith('.')),
  ];
  const names = nodes.filter(({ type }) => type === 'Identifier').map(({ name }) => String(name));
  return {
    file,
    own: own.map((from) => posix.join(posix.dirname(file), from)),
    packages,
    nodeNames: names.filter((name) => OF_NODE.has(name)),
  };
}

const src = fileURLToPath(new URL('../src/', import.meta.url));

function readSources(): Imports[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => importsOf(file, readFileSync(src + file, 'utf8')));
}

const partOf = (file: string) => (file.includes('/') ? `${file.split('/', 1)[0]}/` : file);

function wrongDirections(files: readonly Imports[]): string[] {
  return files.flatMap(({ file, own }) => {
    const part = partOf(file);
    const allowed = MAY_IMPORT[part];
    if (allowed === undefined) return [`${file} is of no part that this test knows`];
    const wrong = own.filter((other) => partOf(other) !== part && !allowed.includes(partOf(other)));
    return wrong.map((other) => `${file} imports ${other}`);
  });
}

function notIsomorphic(files: readonly Imports[]): string[] {
  return files
    .filter(({ file }) => ISOMORPHIC.includes(partOf(file)))
    .flatMap(({ file, packages, nodeNames }) => [
      ...packages.filter((name) => !ISOMORPHIC_PACKAGES.test(name)).map((name) => `${file} imports ${name}`),
      ...nodeNames.map((name) => `${file} uses ${name}`),
    ]);
}

/** The first circle of imports from each file that is in one. */
function circles(files: readonly Imports[]): string[] {
  const own = new Map(files.map((one) => [one.file, one.own]));
  const clear = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) {
      found.push([...way.slice(way.indexOf(file)), file].join(' → '));
      return;
    }
    if (clear.has(file)) return;
    for (const next of own.get(file) ?? []) visit(next, [...way, file]);
    clear.add(file);
  };
  for (const { file } of files) visit(file, []);
  return found;
}

const files = readSources();

test('imports go one way', () => {
  expect(wrongDirections(files)).toEqual([]);
});

test('what runs in a browser needs nothing of Node, no Express and no Prism', () => {
  expect(notIsomorphic(files)).toEqual([]);
});

test('no file imports itself, over however many others', () => {
  expect(circles(files)).toEqual([]);
});

test('only the spec folder imports Prism, and only the server imports Express', () => {
  const users = (pattern: RegExp) =>
    new Set(
      files
        .filter(({ packages }) => packages.some((name) => pattern.test(name)))
        .map(({ file }) => partOf(file)),
    );
  expect([...users(/^@stoplight\/|^#prism$/)]).toEqual(['spec/']);
  expect([...users(/^express$/)]).toEqual(['server/']);
});

test('each of these rules can be broken', () => {
  const broken = [
    importsOf('reply/a.ts', "import { x } from '../server/app.ts';\nexport const y = Buffer.from(x);"),
    importsOf('scenario/b.ts', "import type { Request } from 'express';\nexport * from './c.ts';"),
    importsOf(
      'scenario/c.ts',
      "export const load = () => import('node:fs');\nexport type { B } from './b.ts';",
    ),
    importsOf('playback/d.ts', 'export type E = import("../session/session.ts").Session;'),
    importsOf('new/f.ts', ''),
  ];
  expect(wrongDirections(broken)).toEqual([
    'reply/a.ts imports server/app.ts',
    'playback/d.ts imports session/session.ts',
    'new/f.ts is of no part that this test knows',
  ]);
  expect(notIsomorphic(broken)).toEqual([
    'reply/a.ts uses Buffer',
    'scenario/b.ts imports express',
    'scenario/c.ts imports node:fs',
  ]);
  expect(circles(broken)).toEqual(['scenario/b.ts → scenario/c.ts → scenario/b.ts']);
});
