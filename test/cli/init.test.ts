import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { type FakeIo, fakeIo } from './fake-io.ts';
import { folderWith } from './scenario-folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SETTINGS = '.vscode/settings.json';
const SCHEMA = './node_modules/meilisearch-chat-mock/scenarios/schema.json';

/** A project in which the package is installed. */
function project(files: Readonly<Record<string, string>> = {}): string {
  const cwd = folderWith({ 'package.json': '{}', ...files });
  const link = join(cwd, 'node_modules/meilisearch-chat-mock');
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(root, link);
  return cwd;
}

async function init(cwd: string, ...argv: string[]): Promise<FakeIo & { readonly code: number }> {
  const io = fakeIo({ cwd });
  const code = await run(['init', ...argv], io);
  return Object.assign(io, { code });
}

const read = (cwd: string, file: string) => readFileSync(join(cwd, file), 'utf8');

test('makes a scenario that is right, and says what comes next', async () => {
  const cwd = project();
  const io = await init(cwd);
  expect(io.code).toBe(0);
  const text = read(cwd, 'scenarios/first-film.yaml');
  expect(text.split('\n', 1)).toEqual([
    '# yaml-language-server: $schema=../node_modules/meilisearch-chat-mock/scenarios/schema.json',
  ]);
  expect(io.out()).toContain('scenarios/first-film.yaml');
  expect(io.out()).toContain('npx meilisearch-chat-mock ');
  const check = fakeIo({ cwd });
  expect(await run(['check'], check)).toBe(0);
  expect(check.out()).toContain('first-film');
});

test('in another folder, and deeper, the schema is found from there', async () => {
  const cwd = project();
  const io = await init(cwd, 'test/chat');
  expect(read(cwd, 'test/chat/first-film.yaml')).toContain(
    '$schema=../../node_modules/meilisearch-chat-mock/scenarios/schema.json\n',
  );
  expect(io.out()).toContain('npx meilisearch-chat-mock test/chat ');
});

test('where the package is not installed, the schema is that of the network', async () => {
  const cwd = folderWith({});
  await init(cwd, '--vscode');
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };
  const url = `https://cdn.jsdelivr.net/npm/meilisearch-chat-mock@${version}/scenarios/schema.json`;
  expect(read(cwd, 'scenarios/first-film.yaml')).toContain(`$schema=${url}\n`);
  expect(JSON.parse(read(cwd, SETTINGS))).toEqual({
    'yaml.schemas': { [url]: 'scenarios/**/*.{yaml,yml}' },
  });
});

test('a folder that has scenarios stays as it is', async () => {
  const cwd = project({ 'scenarios/mine.yml': 'name: mine\nreply: [{ text: Hi }]\n' });
  const io = await init(cwd);
  expect(io.code).toBe(0);
  expect(io.out()).toContain('scenarios/ has scenarios already');
  expect(() => read(cwd, 'scenarios/first-film.yaml')).toThrow('ENOENT');
});

test('without a terminal, settings are written only if asked for; what to write is said', async () => {
  const cwd = project();
  const io = await init(cwd);
  expect(() => read(cwd, SETTINGS)).toThrow('ENOENT');
  expect(io.out()).toContain(`"yaml.schemas": { "${SCHEMA}": "scenarios/**/*.{yaml,yml}" }`);
  await init(cwd, '--vscode');
  expect(JSON.parse(read(cwd, SETTINGS))).toEqual({
    'yaml.schemas': { [SCHEMA]: 'scenarios/**/*.{yaml,yml}' },
  });
  expect((await init(cwd, '--vscode')).out()).toContain('has the schema already');
});

test('settings that are there keep all they say', async () => {
  const cwd = project({
    [SETTINGS]: '{\n\t"editor.tabSize": 4,\n\t"yaml.schemas": { "./a.json": "a.yaml" }\n}\n',
  });
  await init(cwd, '--vscode');
  expect(read(cwd, SETTINGS)).toContain('\n\t"editor.tabSize": 4');
  expect(JSON.parse(read(cwd, SETTINGS))).toEqual({
    'editor.tabSize': 4,
    'yaml.schemas': { './a.json': 'a.yaml', [SCHEMA]: 'scenarios/**/*.{yaml,yml}' },
  });
});

test.each([
  ['comments', '{\n  // mine\n  "editor.tabSize": 4,\n}\n'],
  ['schemas of another shape', '{ "yaml.schemas": [] }'],
  ['no object', '[]'],
])('settings with %s stay as they are, and what to add is said', async (_, text) => {
  const cwd = project({ [SETTINGS]: text });
  const io = await init(cwd, '--vscode');
  expect(io.code).toBe(0);
  expect(read(cwd, SETTINGS)).toBe(text);
  expect(io.out()).toContain(`"yaml.schemas": { "${SCHEMA}":`);
});

test.each([
  ['\r', true],
  ['n', false],
  ['\u0003', false],
])('in a terminal it asks: %j', async (key, written) => {
  const cwd = project();
  const io = fakeIo({ cwd, env: { TERM: 'xterm' } });
  Object.assign(io.stdin, { isTTY: true, setRawMode: () => io.stdin });
  Object.assign(io.stdout, { isTTY: true });
  const code = run(['init'], io);
  await io.said('Write .vscode/settings.json');
  io.stdin.push(key);
  expect(await code).toBe(0);
  if (written) expect(JSON.parse(read(cwd, SETTINGS))).toHaveProperty(['yaml.schemas']);
  else expect(() => read(cwd, SETTINGS)).toThrow('ENOENT');
});

test('a folder outside of the project, and options of others, are refused', async () => {
  const outside = await init(project(), '../elsewhere');
  expect(outside.code).toBe(1);
  expect(outside.err()).toContain('Start `init` in the folder of the project.');
  const wrong = await init(project(), '--json');
  expect(wrong.code).toBe(2);
  expect(wrong.err()).toContain('--json is not an option of `init`.');
  const serve = fakeIo();
  expect(await run(['--vscode'], serve)).toBe(2);
  expect(serve.err()).toContain('--vscode is an option of `init`.');
});

test('what the panel saves names the schema as it is seen from its folder', async () => {
  const { writeScenario } = await import('../../src/hosts/server/save-scenario.ts');
  const cwd = project();
  writeFileSync(join(cwd, 'a.yaml'), '');
  const text = '# yaml-language-server: $schema=./schema.json\nname: saved\nreply:\n  - text: Hi\n';
  writeScenario('saved', text, join(cwd, 'scenarios'));
  expect(read(cwd, 'scenarios/saved.yaml')).toContain('$schema=../node_modules/meilisearch-chat-mock/');
});
