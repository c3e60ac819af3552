import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { ERROR_CODES } from '../../src/meilisearch/error-codes.ts';
import { CHAT_ROUTE_CODES } from '../../src/meilisearch/error-messages.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { blocksOf, pageOf } from '../kit/doc-blocks.ts';
import { YamlEditor } from './yaml-editor.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const MODELINE =
  '# yaml-language-server: $schema=../node_modules/meilisearch-chat-mock/scenarios/schema.json\n';

/** A project in which the package is installed, after `init`. */
const project = mkdtempSync(join(tmpdir(), 'chat-mock-editor-'));
const file = (name: string) => join(project, 'scenarios', name);
let editor: YamlEditor;

beforeAll(async () => {
  const link = join(project, 'node_modules/meilisearch-chat-mock');
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(root, link);
  await run(['init', '--vscode'], fakeIo({ cwd: project }));
  editor = await YamlEditor.open(project);
}, 30_000);
afterAll(async () => {
  await editor[Symbol.asyncDispose]();
  rmSync(project, { recursive: true });
});

/** What is marked, by line from 1. */
async function marks(name: string, text: string, by = editor): Promise<[line: number, message: string][]> {
  const found = await by.show(file(name), text);
  return found.map(({ range, message }) => [range.start.line + 1, message]);
}

test('the line that init writes leads to the schema', async () => {
  const text = readFileSync(file('first-film.yaml'), 'utf8');
  expect(await marks('first-film.yaml', text)).toEqual([]);
  const wrong = await marks('wrong.yaml', text.replace('reply:', 'repply:'));
  expect(wrong.map(([, message]) => message)).toContain('Property repply is not allowed.');
});

describe('the example of docs/scenarios.md', () => {
  const yaml =
    blocksOf(pageOf('docs/scenarios.md')).find(
      ({ language, code }) => language === 'yaml' && code.includes('\n---\n'),
    )?.code ?? '';

  test('is right in every document', async () => {
    expect(yaml.split('\n---\n')).toHaveLength(5);
    expect(await marks('language.yaml', yaml)).toEqual([]);
  });

  test('and a mistake is marked in each of them', async () => {
    const wrong = yaml
      .replace('\nreply:', '\nrepply:')
      .replace('\nattempts:', '\natempts:')
      .replace('\nturns:', '\nturms:')
      .replace('error: chat_not_found', 'eror: chat_not_found');
    const messages = (await marks('language-wrong.yaml', wrong)).map(([, message]) => message);
    for (const key of ['repply', 'atempts', 'turms', 'eror'])
      expect(messages).toContain(`Property ${key} is not allowed.`);
  });
});

test('docs/editor.md shows a file that is right, and the settings that init writes', async () => {
  const blocks = blocksOf(readFileSync(`${root}docs/editor.md`, 'utf8'));
  const codeOf = (language: string) => blocks.find((block) => block.language === language)?.code ?? '';
  expect(codeOf('yaml')).toContain(MODELINE);
  expect(await marks('docs.yaml', codeOf('yaml'))).toEqual([]);
  expect(codeOf('json')).toBe(readFileSync(join(project, '.vscode/settings.json'), 'utf8'));
});

test('with the settings of init, documents without the line are checked as well', async () => {
  const settings = JSON.parse(readFileSync(join(project, '.vscode/settings.json'), 'utf8')) as {
    'yaml.schemas': object;
  };
  await using vscode = await YamlEditor.open(project, { schemas: settings['yaml.schemas'] });
  const text = 'name: a\nrepply: []\n---\nname: b\nerror: chat_not_fund\n';
  const found = await marks('bare.yaml', text, vscode);
  expect(found.map(([line]) => line)).toEqual(expect.arrayContaining([2, 5]));
});

test.each([
  ['reply beside error', 'reply:\n  - text: Hi\nerror: internal\n', 5, 'reply'],
  ['error above reply', 'error: internal\nreply:\n  - text: Hi\n', 3, 'reply'],
  ['turns beside attempts', 'turns:\n  - error: internal\nattempts:\n  - error: internal\n', 5, 'turns'],
])('%s: the message says what is wrong', async (name, answers, line, first) => {
  expect(await marks(`${name.replaceAll(' ', '-')}.yaml`, `${MODELINE}name: a\n${answers}`)).toEqual([
    [line, `A scenario has one of reply, turns, attempts, error; this one has "${first}" already.`],
  ]);
});

test.each([
  ['of a scenario', 'error: ', 0],
  ['in an object', 'error:\n  code: ', 1],
])('the codes of the chat routes are offered first, with their statuses: %s', async (name, text, line) => {
  const path = `codes-${name.replaceAll(' ', '-')}.yaml`;
  await editor.show(file(path), `${MODELINE}name: a\n${text}\n`);
  const last = text.split('\n').at(-1) ?? '';
  const items = await editor.complete(file(path), { line: 2 + line, character: last.length });
  const codes = items.filter(({ label }) => ERROR_CODES.some((code) => code === label));
  expect(codes.map(({ label }) => label).toSorted()).toEqual(ERROR_CODES.toSorted());
  const first = codes.slice(0, CHAT_ROUTE_CODES.length).map(({ label }) => label);
  expect(first.toSorted()).toEqual(CHAT_ROUTE_CODES.toSorted());
  expect(first.indexOf('missing_authorization_header')).toBeLessThan(first.indexOf('chat_not_found'));
  expect(first.indexOf('chat_not_found')).toBeLessThan(first.indexOf('too_many_search_requests'));
  for (const { documentation } of codes) expect(JSON.stringify(documentation)).toMatch(/\b[45]\d\d \w+: /);
});

test('who hovers over a code is told its status', async () => {
  await editor.show(file('hover.yaml'), `${MODELINE}name: a\nerror: chat_not_found\n`);
  const said = await editor.hover(file('hover.yaml'), { line: 2, character: 10 });
  expect(said).toMatch(/\* `chat_not_found`: 404 invalid\\?_request: Chat .*movies.* not found/);
  expect(await editor.hover(file('hover.yaml'), { line: 1, character: 1 })).toContain('X\\-Mock\\-Scenario');
});

test('keys are offered, and what is offered for a step is its kinds', async () => {
  const text = `${MODELINE}name: a\nreply:\n  - \n`;
  await editor.show(file('steps.yaml'), text);
  const labels = (await editor.complete(file('steps.yaml'), { line: 3, character: 4 })).map(
    ({ label }) => label,
  );
  expect(labels).toEqual(expect.arrayContaining(['text', 'search', 'hold', 'fault']));
});
