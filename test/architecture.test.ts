import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';
import { expect, test } from 'vitest';

/** The parts of `src` that run anywhere, each above those that it may import: all that stand before it. */
const ISOMORPHIC = [
  ...[
    'timers.ts',
    'error.ts',
    'json.ts',
    'did-you-mean.ts',
    'turns.ts',
    'regex/',
    'meilisearch/',
    'scenario/',
    'playback/',
    'plan/',
    'data/',
    'session/',
  ],
  ...['upstream/', 'record/', 'control/', 'simulator/'],
];

/** The parts beside them, and the parts that each may import besides the isomorphic ones. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  'proof/': [],
  'hosts/server/': ['proof/'],
  'hosts/fetch/': [],
  'hosts/chat-url.ts': [],
  'hosts/msw/': ['hosts/chat-url.ts', 'hosts/fetch/'],
  'hosts/page/': ['hosts/chat-url.ts', 'hosts/fetch/'],
  'hosts/playwright/': ['client.ts', 'hosts/chat-url.ts', 'hosts/server/'],
  'hosts/storybook/': [
    'client.ts',
    'hosts/chat-url.ts',
    'hosts/fetch/',
    'hosts/page/',
    'hosts/vite/',
    'panel/',
  ],
  'hosts/vite/': ['hosts/server/', 'proof/'],
  'panel/': [],
  'cli/': ['hosts/server/', 'proof/'],
  'browser.ts': ['client.ts'],
  'client.ts': [],
  'fetch.ts': ['hosts/fetch/'],
  'msw.ts': ['hosts/fetch/', 'hosts/msw/'],
  'page.ts': ['hosts/page/'],
  'index.ts': ['client.ts', 'hosts/server/'],
  'storybook.ts': ['hosts/storybook/'],
  'vite.ts': ['hosts/vite/'],
  'vitest.ts': ['hosts/server/'],
  'playwright.ts': ['hosts/chat-url.ts', 'hosts/playwright/', 'hosts/server/'],
};

const mayImport = (part: string): readonly string[] | undefined => {
  const layer = ISOMORPHIC.indexOf(part);
  if (layer >= 0) return ISOMORPHIC.slice(0, layer);
  const beside = BESIDE[part];
  return beside && [...ISOMORPHIC, ...beside];
};

/** Entries that a browser loads: they may import what runs anywhere, and no more. */
const BROWSER_ENTRIES = [
  'browser.ts',
  'client.ts',
  'fetch.ts',
  'hosts/chat-url.ts',
  'hosts/fetch/',
  'hosts/page/',
  'panel/',
];

/** The packages that do, too. */
const ISOMORPHIC_PACKAGES =
  /^(zod|yaml|jose|liquidjs|minisearch|@faker-js\/faker|gpt-tokenizer|@cfworker\/json-schema|@mswjs\/interceptors\/fetch|msw|preact|eventsource-parser)(\/|$)/;
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

/** What a test may fake; `timers.ts` has the real ones. */
const FAKEABLE =
  /^((set|clear)(Timeout|Interval|Immediate)|(request|cancel)(AnimationFrame|IdleCallback)|queueMicrotask|performance)$/;
/** Parts that no test shares a page or a process with: each is a program of its own. */
const HAS_OWN_TIME = ['cli/', 'panel/'];

interface Imports {
  readonly file: string;
  /** Files of `src`. */
  readonly own: readonly string[];
  readonly packages: readonly string[];
  /** Names that are only there in Node. */
  readonly nodeNames: readonly string[];
  /** Timers and clocks that a test may fake. */
  readonly fakeable: readonly string[];
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
  // A property's name says nothing of what it is a property of. `declare global` is for TypeScript alone.
  const { property, key, ...rest } = value.kind === 'global' ? { ...value, id: undefined } : value;
  const names = value.computed === true ? [property, key] : [];
  return [value, ...Object.values(rest).flatMap(nodesOf), ...names.flatMap(nodesOf)];
}

function importsOf(file: string, source: string): Imports {
  const nodes = nodesOf(parseAst(source, { lang: file.endsWith('.tsx') ? 'tsx' : 'ts' }));
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
    fakeable: [
      ...names.filter((name) => FAKEABLE.test(name)),
      ...nodes.filter(isTimeOfDay).map(() => 'Date'),
      ...packages.filter((name) => /^(node:)?(timers|perf_hooks)$/.test(name)),
    ],
  };
}

/** `new Date()`, `Date.now()`. */
function isTimeOfDay({ type, callee, arguments: given }: AstNode): boolean {
  if (!isNode(callee)) return false;
  if (type === 'NewExpression') return callee.name === 'Date' && Array.isArray(given) && given.length === 0;
  return (
    type === 'CallExpression' &&
    isNode(callee.object) &&
    callee.object.name === 'Date' &&
    isNode(callee.property) &&
    callee.property.name === 'now'
  );
}

const src = fileURLToPath(new URL('../src/', import.meta.url));

function readSources(): Imports[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /(?<!\.d)\.tsx?$/.test(file))
    .map((file) => importsOf(file, readFileSync(src + file, 'utf8')));
}

const partOf = (file: string) => /^hosts\/[^/]+\/?|^[^/]+\/|.*/.exec(file)?.[0] ?? file;

function wrongDirections(files: readonly Imports[]): string[] {
  return files.flatMap(({ file, own }) => {
    const part = partOf(file);
    const allowed = mayImport(part);
    if (allowed === undefined) return [`${file} is of no part that this test knows`];
    const wrong = own.filter((other) => partOf(other) !== part && !allowed.includes(partOf(other)));
    return wrong.map((other) => `${file} imports ${other}`);
  });
}

function notIsomorphic(files: readonly Imports[]): string[] {
  return files
    .filter(({ file }) => [...ISOMORPHIC, ...BROWSER_ENTRIES].includes(partOf(file)))
    .flatMap(({ file, packages, nodeNames }) => [
      ...packages.filter((name) => !ISOMORPHIC_PACKAGES.test(name)).map((name) => `${file} imports ${name}`),
      ...nodeNames.map((name) => `${file} uses ${name}`),
    ]);
}

function livesByFakeable(files: readonly Imports[]): string[] {
  return files
    .filter(({ file }) => file !== 'timers.ts' && !HAS_OWN_TIME.includes(partOf(file)))
    .flatMap(({ file, fakeable }) => fakeable.map((name) => `${file} uses ${name}`));
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

test('what tests share a process or a page with takes its time from where they cannot fake it', () => {
  expect(livesByFakeable(files)).toEqual([]);
});

test('no file imports itself, over however many others', () => {
  expect(circles(files)).toEqual([]);
});

test('only the proof imports Prism, and only the server imports Express', () => {
  const users = (pattern: RegExp) =>
    new Set(
      files
        .filter(({ packages }) => packages.some((name) => pattern.test(name)))
        .map(({ file }) => partOf(file)),
    );
  expect([...users(/^@stoplight\/|^#prism$/)]).toEqual(['proof/']);
  expect([...users(/^express$/)]).toEqual(['hosts/server/']);
  expect([...users(/^preact(\/|$)/)]).toEqual(['panel/']);
});

test('each of these rules can be broken', () => {
  const broken = [
    importsOf('plan/a.ts', "import { x } from '../hosts/server/app.ts';\nexport const y = Buffer.from(x);"),
    importsOf('scenario/b.ts', "import type { Request } from 'express';\nexport * from './c.ts';"),
    importsOf(
      'scenario/c.ts',
      "export const load = () => import('node:fs');\nexport type { B } from './b.ts';",
    ),
    importsOf('playback/d.ts', 'export type E = import("../session/session.ts").Session;'),
    importsOf('new/f.ts', ''),
    importsOf('error.ts', 'setTimeout(() => performance.now() + Date.now(), +new Date() - new Date(0));'),
  ];
  expect(wrongDirections(broken)).toEqual([
    'plan/a.ts imports hosts/server/app.ts',
    'playback/d.ts imports session/session.ts',
    'new/f.ts is of no part that this test knows',
  ]);
  expect(notIsomorphic(broken)).toEqual([
    'plan/a.ts uses Buffer',
    'scenario/b.ts imports express',
    'scenario/c.ts imports node:fs',
  ]);
  expect(livesByFakeable(broken)).toEqual([
    'error.ts uses setTimeout',
    'error.ts uses performance',
    'error.ts uses Date',
    'error.ts uses Date',
  ]);
  expect(circles(broken)).toEqual(['scenario/b.ts → scenario/c.ts → scenario/b.ts']);
});

test('the files that the documents name are there', () => {
  const root = fileURLToPath(new URL('../', import.meta.url));
  const names = new Set(files.map(({ file }) => file));
  for (const document of ['ARCHITECTURE.md', 'CONTRIBUTING.md']) {
    const named = [
      ...readFileSync(root + document, 'utf8').matchAll(/`(?:src\/)?((?:[\w-]+\/)*[\w-]+\.ts)`/g),
    ];
    expect(named.length).toBeGreaterThan(5);
    const wrong = named
      .map(([, name = '']) => name)
      .filter((name) => {
        const there = [...names].some((file) => file === name || file.endsWith(`/${name}`));
        return !there && !existsSync(root + name);
      });
    expect(wrong).toEqual([]);
  }
});

test('no exported name stands for two things, or for one of the DOM', () => {
  const known = new Map<string, string>();
  const twice: string[] = [];
  for (const { file } of files) {
    const source = readFileSync(src + file, 'utf8');
    const names = source.matchAll(
      /^export (?:declare |abstract |async )*(?:function\*?|class|const|interface|type) (\w+)/gm,
    );
    // Overloads and a type beside its value are one thing, in one file.
    for (const name of new Set([...names].map(([, one = '']) => one))) {
      if (known.has(name)) twice.push(`${name}: ${known.get(name)}, ${file}`);
      known.set(name, file);
    }
  }
  expect(twice).toEqual([]);
  expect(
    ['Document', 'ErrorEvent', 'Performance', 'Range', 'Selection', 'Text'].filter((name) => known.has(name)),
  ).toEqual([]);
});
