import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LoadReport } from '../../src/hosts/server/scenario-files.ts';
import { type ChatMockServer, createServer } from '../../src/hosts/server/server.ts';
import { formatProblem } from '../../src/scenario/problems/problem.ts';
import { ask, askStream, chatBody, readStream } from '../kit/chat.ts';

let folder: string;
let server: ChatMockServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-mock-'));
  await save('hello.yaml', 'name: hello\nreply:\n  - text: Hello.\n');
  server = createServer({ scenarios: folder, watch: true, speed: 0 });
  await server.listen();
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const save = (file: string, text: string) => writeFile(join(folder, file), text);

/** The first load that is as wanted: an editor's save may be seen in two parts. */
function loaded(wanted: (report: LoadReport) => boolean): Promise<LoadReport> {
  return new Promise((resolve) => {
    const stop = server.onReload((report) => {
      if (!wanted(report)) return;
      stop();
      resolve(report);
    });
  });
}

const says = (text: string) => (report: LoadReport) =>
  report.scenarios.some(({ input }) => JSON.stringify(input.reply)?.includes(text));
const answer = async (scenario: string) =>
  (await askStream(server.url, {}, { headers: { 'x-mock-scenario': scenario } })).text;

test('a file that changes is served as it is now', async () => {
  expect(await answer('hello')).toBe('Hello.');
  const reload = loaded(says('Hello again.'));
  await save('hello.yaml', 'name: hello\nreply:\n  - text: Hello again.\n');
  await reload;
  expect(await answer('hello')).toBe('Hello again.');
});

test('a file that is replaced, as editors save, is served as it is now', async () => {
  const reload = loaded(says('Replaced.'));
  await save('.hello.yaml.swp', 'name: hello\nreply:\n  - text: Replaced.\n');
  await rename(join(folder, '.hello.yaml.swp'), join(folder, 'hello.yaml'));
  await reload;
  expect(await answer('hello')).toBe('Replaced.');
});

test('a file that is added is served, also in a new folder', async () => {
  const reload = loaded(says('Deep.'));
  await mkdir(join(folder, 'more'));
  await save('more/deep.json', JSON.stringify({ name: 'deep', reply: [{ text: 'Deep.' }] }));
  expect((await reload).files).toBe(2);
  expect(await answer('deep')).toBe('Deep.');
});

test('a file that is deleted is served no more', async () => {
  const reload = loaded(({ files }) => files === 0);
  await rm(join(folder, 'hello.yaml'));
  expect((await reload).scenarios).toEqual([]);
  const { status } = await ask(server.url, chatBody(), { headers: { 'x-mock-scenario': 'hello' } });
  expect(status).toBe(400);
});

test.each([
  ['is no YAML', 'name: hello\nreply: [\n', /hello\.yaml:\d+:\d+/],
  [
    'has a typo',
    'name: hello\nreply:\n  - txt: Hello?\n',
    /hello\.yaml:3:5 .*unknown key "txt"; did you mean "text"\?/,
  ],
  [
    'has an answer that breaks the document',
    'name: hello\nreply:\n  - text: Hello?\n  - toolCall:\n      name: get weather\n',
    /hello\.yaml:4:5 reply\[1\]\S*: .*breaks the OpenAPI document/,
  ],
])('a save that %s keeps the last good version, and says where it is wrong', async (_, text, problem) => {
  const broken = loaded(({ problems }) => problems.length > 0);
  await save('hello.yaml', text);
  const { problems, scenarios } = await broken;
  expect(problems.map((one) => formatProblem(one)).join('\n')).toMatch(problem);
  expect(scenarios.map(({ name }) => name)).toEqual(['hello']);
  expect(await answer('hello')).toBe('Hello.');
  const mended = loaded(says('Mended.'));
  await save('hello.yaml', 'name: hello\nreply:\n  - text: Mended.\n');
  expect((await mended).problems).toEqual([]);
  expect(await answer('hello')).toBe('Mended.');
});

test('a stream in flight finishes as it began', async () => {
  const held = loaded(says('Before'));
  await save(
    'held.yaml',
    'name: held\nreply:\n  - text: Before\n  - hold: middle\n  - text: " and after."\n',
  );
  await held;
  const response = await ask(server.url, chatBody({ stream: true }), {
    headers: { 'x-mock-scenario': 'held' },
  });
  await server.hold('middle').reached();
  const gone = loaded(({ scenarios }) => scenarios.length === 1);
  await rm(join(folder, 'held.yaml'));
  await gone;
  await server.hold('middle').release();
  expect(readStream(await response.text())).toMatchObject({ text: 'Before and after.', done: true });
});

test('a broken file at the start is told with all that is wrong, and nothing listens', async () => {
  await save('bad.yaml', 'name: bad\nreply:\n  - text: 5\n  - wat: x\n');
  const start = createServer({ scenarios: folder });
  await expect(start.listen()).rejects.toThrow(/bad\.yaml:3:11 .*\n.*bad\.yaml:4:5 /);
  expect(() => start.url).toThrow(/not listening/);
});
