import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_HOST, DEFAULT_PORT, optionsOf } from '../../src/cli/options.ts';
import { SHORTCUTS } from '../../src/cli/shortcuts.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import { ERROR_CODES } from '../../src/meilisearch/error-codes.ts';
import type { ChatOptions, ChatWorkerOptions } from '../../src/playwright.ts';
import { FAULTS } from '../../src/scenario/faults.ts';
import { matchSchema, scenarioSchema, searchSchema, stepSchemas } from '../../src/scenario/schema.ts';
import { OWN_HEADERS } from '../../src/simulator/own-headers.ts';
import { ROWS } from '../bench/rows.ts';
import { send } from '../control/kit.ts';
import { pageOf } from '../kit/doc-blocks.ts';
import exchanges from '../recorded/streams.json' with { type: 'json' };

const root = fileURLToPath(new URL('../..', import.meta.url));
const linesOf = (file: string) =>
  readFileSync(root + file, 'utf8')
    .trimEnd()
    .split('\n').length;

/** The rows of the table of a page whose header begins with `first`, and the code in each first cell. */
function table(page: string, first: string): { readonly names: string[]; readonly cells: string[] }[] {
  const rows = new RegExp(`^\\| ${first}.*?\\n\\|[-|]+\\n((?:\\|.*\\n)+)`, 'm').exec(pageOf(page))?.[1];
  if (rows === undefined) throw new Error(`${page} has no table that begins with "${first}".`);
  return rows
    .trim()
    .split('\n')
    .map((row) => {
      const [, ...cells] = row.split(/(?<!\\)\|/).map((one) => one.trim());
      const codes = (cells[0] ?? '').matchAll(/`([^`]+)`/g);
      return { names: Array.from(codes, ([, code = '']) => code.replaceAll('\\|', '|')), cells };
    });
}

const namesOf = (page: string, first: string) => table(page, first).flatMap(({ names }) => names);

test('the options are those of the program', () => {
  const said = namesOf('docs/start.md', 'option \\|')
    .filter((name) => name.startsWith('--'))
    // A value that may be left out comes after a `=`.
    .map((name) => name.replace(/\[=(\w+)\]$/, ' $1'));
  const known = optionsOf('serve').map(({ name }) => `--${name}`);
  expect(said.map((option) => option.split(' ', 1)[0])).toEqual(known);
  for (const { name, value } of optionsOf('serve')) {
    const option = said.find((one) => one.split(' ', 1)[0] === `--${name}`);
    expect([name, option?.includes(' ')]).toEqual([name, value !== undefined]);
    // A choice is the same to the letter.
    if (value?.includes('|')) expect(option).toBe(`--${name} ${value}`);
  }
  expect(pageOf('docs/start.md')).toContain(`default ${DEFAULT_PORT};`);
  expect(pageOf('docs/start.md')).toContain(`default ${DEFAULT_HOST} `);
});

test('the keys are those of the terminal', () => {
  expect(namesOf('docs/start.md', 'key \\|')).toEqual(SHORTCUTS.map(({ key }) => key));
});

test('the steps are those of the language, with their keys', () => {
  const names = namesOf('docs/scenarios.md', 'step');
  expect(names.map((name) => name.split(':', 1)[0]).sort()).toEqual(Object.keys(stepSchemas).sort());
  const find = (kind: string) => names.find((name) => name.startsWith(`${kind}: `));
  const keysOf = (kind: string) => /\{ (.*) \}/.exec(find(kind) ?? '')?.[1]?.split(', ');
  expect(keysOf('search')?.sort()).toEqual(Object.keys(searchSchema.shape).sort());
  expect(keysOf('toolCall')?.sort()).toEqual(Object.keys(stepSchemas.toolCall.shape.toolCall.shape).sort());
  expect(find('fault')).toBe(`fault: ${FAULTS.join(' | ')}`);
  expect(find('finish')).toBe(`finish: ${stepSchemas.finish.shape.finish.options.join(' | ')}`);
  expect(pageOf('docs/scenarios.md')).toContain(`${ERROR_CODES.length} codes`);
});

test('the keys of a scenario and of its match are those of the language', () => {
  const ofScenario = Object.keys(scenarioSchema.shape).filter((key) => key !== '$schema');
  const said = table('docs/scenarios.md', 'key of a scenario').flatMap(({ names }) => names);
  expect(said).toEqual(ofScenario);
  const ofMatch = table('docs/scenarios.md', 'key of `match`').map(({ names: [name] }) => name);
  expect(ofMatch.sort()).toEqual(Object.keys(matchSchema.shape).sort());
});

test('the headers are those that are sent and read', () => {
  expect(namesOf('docs/control-api.md', 'response')).toEqual(OWN_HEADERS);
  const source = ['chat', 'simulator']
    .map((file) => readFileSync(`${root}src/simulator/${file}.ts`, 'utf8'))
    .join('');
  for (const header of namesOf('docs/control-api.md', 'request'))
    expect(source).toMatch(new RegExp(`\\b${header.split(':', 1)[0]?.toLowerCase()}\\b`));
});

test('the routes are those of the server, in its words', async () => {
  const server = createServer();
  onTestFinished(() => server.close());
  await server.listen();
  const { routes } = JSON.parse((await send(`${server.url}/__mock`)).text) as {
    routes: { method: string; path: string; does: string }[];
  };
  expect(table('docs/control-api.md', 'route').map(({ cells: [route, does] }) => [route, does])).toEqual(
    routes.map(({ method, path, does }) => [`\`${method} ${path}\``, does]),
  );
});

test('the verbs are there', () => {
  const page = pageOf('docs/control-api.md');
  const verbs = Array.from(page.matchAll(/`(?:server\.)?(\w+)\([^`]*\)`/g), ([, verb = '']) => verb);
  expect(verbs).toEqual(
    expect.arrayContaining(['use', 'fault', 'fail', 'drop', 'waitForRequest', 'session']),
  );
  const server = createServer();
  expect(verbs.filter((verb) => !(verb in server) && verb !== 'connect')).toEqual([]);
});

test('the options for Playwright are those of the fixture', () => {
  const OPTIONS: Record<keyof (ChatOptions & ChatWorkerOptions), true> = {
    chatScenario: true,
    chatUrl: true,
    chatBackend: true,
    chatScenarios: true,
    chatServerOptions: true,
    chatMockUrl: true,
    chatControlKey: true,
  };
  const said = table('docs/playwright.md', 'option').map(({ names: [name] }) => name);
  expect(said).toEqual(Object.keys(OPTIONS));
});

test('the figures are those that are held', () => {
  const page = pageOf('docs/fidelity.md');
  expect(page).toContain(`${exchanges.length} exchanges`);
  expect(page).toContain(`${linesOf('test/recorded/bodies.jsonl')} request bodies`);
  expect(page).toContain(`${linesOf('test/recorded/accept-encoding.txt')} values of \`Accept-Encoding\``);
  expect(table('docs/fidelity.md', 'measured').map(({ cells: [what, bar] }) => [what, bar])).toEqual(
    ROWS.map(({ title, bar, unit }) => [title, bar.includes('aimock') ? bar : `${bar} ${unit}`]),
  );
});
