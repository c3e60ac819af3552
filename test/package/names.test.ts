import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { declareNames } from '../../src/hosts/server/names-file.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A project that uses every way to name a scenario. */
const useOf = (name: string) => `
import { connect, createServer, scenario } from 'meilisearch-chat-mock';
import { createFetchMock } from 'meilisearch-chat-mock/fetch';
import { test } from 'meilisearch-chat-mock/playwright';
import { setupChatMock } from 'meilisearch-chat-mock/vitest';
export const server = createServer({ scenario: ${name} });
export const mock = createFetchMock({ scenario: ${name} });
await connect('http://localhost:7700').use(${name});
await setupChatMock().session('a').use(${name}, { times: 1 });
test.use({ chatScenario: ${name} });
test('uses it', async ({ chat }) => chat.use(${name}));
// Scenarios that are no files have any name.
await server.use(scenario('any').text('Hi'));
await server.use({ name: 'any', reply: [{ text: 'Hi' }] });
`;

const WAYS = 6;

const CONFIG = {
  compilerOptions: {
    noEmit: true,
    strict: true,
    module: 'nodenext',
    target: 'es2023',
    lib: ['es2023', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'],
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  },
};

/** The errors of a project in TypeScript that has the package as it is built. */
async function compile(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'chat-mock-names-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/meilisearch-chat-mock'));
  symlinkSync(join(root, 'node_modules/vite'), join(folder, 'node_modules/vite'));
  const all = { 'package.json': '{"type":"module"}', 'tsconfig.json': JSON.stringify(CONFIG), ...files };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  const { stdout } = await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', folder], {
    cwd: folder,
  }).catch((error: { stdout: string }) => error);
  return stdout.split('\n').filter((line) => line !== '');
}

test('without a declaration every name is allowed', async () => {
  expect(await compile({ 'use.ts': useOf("'whatever'") })).toEqual([]);
}, 60_000);

test('with one, the names in it are; a misspelt one does not compile, wherever it is, and the error lists the names', async () => {
  const names = declareNames(['movie-night', 'rate-limited', `it's "odd"`]);
  expect(
    await compile({
      'names.d.ts': names,
      'use.ts': useOf("'movie-night'"),
      'odd.ts': useOf(`'it\\'s "odd"'`),
      // A test that makes a scenario of its own may add its name.
      'more.ts': `declare global { interface MeilisearchChatMockScenarios { mine: true } }\n${useOf("'mine'")}`,
    }),
  ).toEqual([]);
  const errors = await compile({ 'names.d.ts': names, 'use.ts': useOf("'movie-nihgt'") });
  expect(errors).toHaveLength(WAYS);
  for (const error of errors) {
    expect(error).toMatch(/^use\.ts\(\d+,\d+\): error TS(2820|2345): /);
    expect(error).toContain(`'"movie-nihgt"' is not assignable to`);
    expect(error).toContain('"movie-night" | "rate-limited"');
  }
  expect(errors.join('\n')).toContain(`Did you mean '"movie-night"'?`);
}, 60_000);

test('the virtual module has its types', async () => {
  const file = `/// <reference types="meilisearch-chat-mock/vite-client" />
import { chatMock } from 'meilisearch-chat-mock/vite';
import { onChange, scenarios } from 'virtual:meilisearch-chat-mock/scenarios';
import type { Plugin } from 'vite';
export const plugin: Plugin = chatMock({ scenarios: ['a', 'b'], types: false });
export const names: string[] = scenarios.map(({ input }) => input.name);
const stop: () => void = onChange((next) => next[0]?.input.reply?.length);
stop();
// @ts-expect-error no such key
scenarios[0]?.name;
`;
  expect(await compile({ 'use.ts': file })).toEqual([]);
}, 60_000);
