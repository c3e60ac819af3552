import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { expect, test } from 'vitest';

/** What each entry exports: all of it is in the README or in docs, or part of the type of something that is. */
const DOCUMENTED = {
  index: [
    ...['ChatMockError', 'ChatMockServer', 'connect', 'createServer', 'scenario'],
    ...[
      'ChatMock',
      'ChatMockErrorCode',
      'ClockControl',
      'ClockState',
      'ChaosOptions',
      'FailureOptions',
      'ErrorCode',
      'FaultOptions',
    ],
    ...['HoldsControl', 'JournalEnding', 'JournalEntry', 'JournalFrame', 'Origin', 'PauseTarget'],
    ...['RecordedRequest', 'ScenarioInput', 'ScenarioLike', 'ServerOptions', 'Step', 'StreamState'],
    ...['Exchange', 'LoadReport', 'Problem', 'ProxyChat', 'Scenario', 'UseOptions', 'Violation'],
  ],
  client: ['connect', 'ChatMockClient', 'ConnectOptions', 'ScenarioSummary'],
  fetch: [
    ...['ChatMockError', 'createFetchMock', 'scenario', 'ChatMock', 'ChatMockErrorCode', 'ClockControl'],
    ...['FetchMock', 'FetchMockOptions', 'HoldsControl', 'Origin', 'ScenarioInput', 'ScenarioLike', 'Step'],
  ],
  msw: [
    ...['ChatMockError', 'chatHandlers', 'scenario', 'ChatMock', 'ChatMockErrorCode', 'ClockControl'],
    ...['ChatHandlers', 'ChatHandlersOptions', 'HoldsControl', 'InProcessMock', 'Origin', 'ScenarioInput'],
    ...['ScenarioLike', 'Step', 'passToMock'],
  ],
  page: [
    ...['ChatMockError', 'createPageMock', 'scenario', 'ChatMock', 'ChatMockErrorCode', 'ClockControl'],
    ...['HoldsControl', 'Origin', 'PageMock', 'PageMockOptions', 'PageScenarios', 'ScenarioData'],
    ...['ScenarioInput', 'ScenarioLike', 'Step'],
  ],
  playwright: [
    ...['expect', 'test', 'Chat', 'ChatOptions', 'ChatWorkerOptions', 'ChatFixtures', 'ChatWorkerFixtures'],
  ],
  vite: ['chatMock', 'ChatMockPluginOptions', 'ScenarioData'],
  storybook: ['default', 'ChatMock', 'ChatMockAddonOptions', 'ChatMockTypes', 'ChatParameters'],
  vitest: ['setupChatMock'],
};

/** What Storybook loads of the addon by itself. */
const STORYBOOK = ['manager', 'preset', 'preview'];

/** Entries that run in a browser. */
const IN_BROWSERS = ['browser.js', 'client.js', 'fetch.js', 'msw.js', 'page.js'];

/** What declarations may refer to: what a user has, or what comes with the package. */
const REFERRED = /^(\.|zod$|node:|@playwright\/test$|msw$|storybook\/|vite$|vitest$)/;

interface AstNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

const dist = new URL('../../dist/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, dist), 'utf8');
const built = readdirSync(dist);
const declarations = readdirSync(new URL('types/', dist)).filter((file) => file.endsWith('.d.ts'));

function isNode(value: unknown): value is AstNode {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

function nodesOf(value: unknown): AstNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  return isNode(value) ? [value, ...Object.values(value).flatMap(nodesOf)] : [];
}

/** The minifier writes templates for texts. */
function textOf({ type, value, quasis }: AstNode): string[] {
  if (type === 'Literal') return [String(value)];
  return nodesOf(quasis).map((part) => (part.value as { cooked: string }).cooked);
}

/** What a module of the build imports, at once or later; of a declaration file, also what `import('…')` says. */
function importsOf(file: string): string[] {
  const known = imports.get(file) ?? readImports(file);
  imports.set(file, known);
  return known;
}

const imports = new Map<string, string[]>();

function readImports(file: string): string[] {
  return nodesOf(parseAst(read(file), { lang: file.endsWith('.ts') ? 'ts' : 'js' })).flatMap(({ source }) =>
    isNode(source) ? textOf(source) : [],
  );
}

function exportsOf(file: string): string[] {
  const specifiers = nodesOf(parseAst(read(file), { lang: 'ts' })).filter(
    ({ type }) => type === 'ExportSpecifier',
  );
  return specifiers.map(({ exported }) => (isNode(exported) ? String(exported.name) : ''));
}

/** The modules of the build that are loaded with one of them. */
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const from of importsOf(file)) {
    if (from.startsWith('.')) closure(posix.join(posix.dirname(file), from), seen);
  }
  return seen;
}

test('the entries of the package are those', () => {
  const { exports } = JSON.parse(readFileSync(new URL('../package.json', dist), 'utf8'));
  const entries = Object.keys(DOCUMENTED).map((name) => [
    name === 'index' ? '.' : `./${name}`,
    { types: `./dist/types/${name}.d.ts`, default: `./dist/${name}.js` },
  ]);
  expect(exports).toEqual({
    ...Object.fromEntries(entries),
    '.': {
      types: './dist/types/index.d.ts',
      browser: './dist/browser.js',
      default: './dist/index.js',
    },
    './vite-client': { types: './dist/types/vite-client.d.ts' },
    ...Object.fromEntries(
      STORYBOOK.map((name) => [
        `./storybook/${name}`,
        { types: `./dist/types/storybook/${name}.d.ts`, default: `./dist/storybook/${name}.js` },
      ]),
    ),
    './scenario.schema.json': './scenarios/schema.json',
    './package.json': './package.json',
  });
});

test.each(Object.entries(DOCUMENTED))('%s exports what is documented, and no more', (entry, names) => {
  expect(exportsOf(`types/${entry}.d.ts`).toSorted()).toEqual(names.toSorted());
});

test('every entry has its declarations, and there are no others but what entries share', () => {
  const entries = [...Object.keys(DOCUMENTED), 'vite-client'].map((entry) => `${entry}.d.ts`);
  expect(declarations).toEqual(expect.arrayContaining(entries));
  const shared = declarations.filter((file) => !entries.includes(file));
  const reached = new Set(entries.flatMap((file) => [...closureOfTypes(file)]));
  expect(shared.filter((file) => !reached.has(file))).toEqual([]);
});

/** Declarations import `./x.js` and mean `./x.d.ts`. */
function closureOfTypes(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const from of importsOf(`types/${file}`)) {
    if (from.startsWith('.'))
      closureOfTypes(posix.join(posix.dirname(file), from).replace(/\.js$/, '.d.ts'), seen);
  }
  return seen;
}

test('no class is reached but those that are documented', () => {
  const documented = Object.values(DOCUMENTED).flat();
  const classes = declarations.flatMap((file) =>
    nodesOf(parseAst(read(`types/${file}`), { lang: 'ts' }))
      .filter(({ type }) => type === 'ClassDeclaration')
      .map(({ id }) => (isNode(id) ? String(id.name) : '')),
  );
  expect(classes.filter((name) => !documented.includes(name))).toEqual([]);
});

test.each(declarations)('%s refers to nothing that a user may not have', (file) => {
  expect(importsOf(`types/${file}`).filter((from) => !REFERRED.test(from))).toEqual([]);
});

test.each(IN_BROWSERS.filter((file) => built.includes(file)))(
  '%s loads nothing of Node, Express or Prism',
  // The plain build has the ranks of the tokens as a module of 3 MB.
  { timeout: 60_000 },
  (file) => {
    const modules = [...closure(file)];
    const packages = modules.flatMap(importsOf).filter((from) => !from.startsWith('.'));
    expect(packages).toEqual(file === 'msw.js' ? ['msw'] : []);
    expect(modules.filter((module) => /prism|server|operations/.test(module))).toEqual([]);
  },
);
