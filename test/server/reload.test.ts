import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
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
  await rm(folder, { recursive: true, force: true });
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

const HELLO_AGAIN = 'name: hello\nreply:\n  - text: Hello again.\n';

/** Serves what is now in a folder instead of what `beforeEach` serves. */
async function serveInstead(scenarios: string): Promise<void> {
  await server.close();
  server = createServer({ scenarios, watch: true, speed: 0 });
  await server.listen();
}

test('a folder that is moved away and back is lost and found, and goes on being watched', async () => {
  const lost = loaded(({ scenarios }) => scenarios.length === 0);
  await rename(folder, `${folder}-away`);
  const { problems } = await lost;
  expect(problems.map((problem) => formatProblem(problem)).join()).toMatch(
    /chat-mock-\w+: warning: there is no such file or folder any more; its scenarios are served again once it is back/,
  );
  const found = loaded(says('Hello.'));
  await rename(`${folder}-away`, folder);
  expect((await found).problems).toEqual([]);
  const changed = loaded(says('Hello again.'));
  await save('hello.yaml', HELLO_AGAIN);
  await changed;
  expect(await answer('hello')).toBe('Hello again.');
});

test('a folder that is removed and made again at once goes on being watched', async () => {
  for (const text of ['One.', 'Two.', 'Three.']) {
    const made = loaded(says(text));
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await save('hello.yaml', `name: hello\nreply:\n  - text: ${text}\n`);
    await made;
  }
  expect(await answer('hello')).toBe('Three.');
});

test('a checkout of a branch without the folder, and back', async () => {
  const git = (...argv: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...argv], {
      cwd: folder,
      stdio: 'pipe',
    });
  git('init', '-q', '-b', 'main');
  git('commit', '-q', '--allow-empty', '-m', 'nothing');
  git('branch', 'without');
  await mkdir(join(folder, 'scenarios'));
  await save('scenarios/deep.yaml', 'name: deep\nreply:\n  - text: Deep.\n');
  git('add', '.');
  git('commit', '-q', '-m', 'scenarios');
  await serveInstead(join(folder, 'scenarios'));
  for (const _ of [1, 2]) {
    const lost = loaded(({ scenarios }) => scenarios.length === 0);
    git('checkout', '-q', 'without');
    await lost;
    const found = loaded(says('Deep.'));
    git('checkout', '-q', 'main');
    await found;
  }
  expect(await answer('deep')).toBe('Deep.');
});

test('one file that is served may go and come back', async () => {
  await serveInstead(join(folder, 'hello.yaml'));
  const lost = loaded(({ scenarios }) => scenarios.length === 0);
  await rm(join(folder, 'hello.yaml'));
  await lost;
  const found = loaded(says('Hello again.'));
  await save('hello.yaml', HELLO_AGAIN);
  await found;
  const changed = loaded(says('Hello.'));
  await save('hello.yaml', 'name: hello\nreply:\n  - text: Hello.\n');
  await changed;
});

test('links to files and folders are followed, and nothing is served twice', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'chat-mock-elsewhere-'));
  try {
    await mkdir(join(elsewhere, 'inside'));
    const deep = join(elsewhere, 'inside', 'deep.yaml');
    await writeFile(deep, 'name: deep\nreply:\n  - text: Deep.\n');
    await writeFile(join(elsewhere, 'one.yaml'), 'name: one\nreply:\n  - text: One.\n');
    const linked = loaded((report) => says('Deep.')(report) && says('One.')(report));
    await symlink(join(elsewhere, 'inside'), join(folder, 'linked'));
    await symlink(join(elsewhere, 'one.yaml'), join(folder, 'one.yaml'));
    await symlink(folder, join(folder, 'circle'));
    await symlink('.', join(folder, 'another'));
    await symlink(folder, join(elsewhere, 'inside', 'up'));
    await symlink('hello.yaml', join(folder, 'alias.yaml'));
    await linked;
    const { files, problems, scenarios } = await server.reload();
    expect(problems).toEqual([]);
    expect(files).toBe(3);
    const names = scenarios.map(({ file = '' }) =>
      file.slice(file.indexOf('chat-mock-')).replace(/^[^/]*/, ''),
    );
    expect(names).toEqual(['/hello.yaml', '/linked/deep.yaml', '/one.yaml']);
    const changed = loaded((report) => says('Deeper.')(report) && says('Two.')(report));
    await writeFile(deep, 'name: deep\nreply:\n  - text: Deeper.\n');
    await writeFile(join(elsewhere, 'one.yaml'), 'name: one\nreply:\n  - text: Two.\n');
    await changed;
  } finally {
    await rm(elsewhere, { recursive: true });
  }
});

const link = (target: string) => (path: string) => symlink(target, path);
const linux = process.platform === 'linux';

test.each([
  [
    'is far too long',
    async (path: string) => {
      await writeFile(path, '');
      await truncate(path, 600_000_000);
    },
    /bad\.yaml: the file has 600000000 bytes; a scenario file has at most 1000000 characters$/,
  ],
  ['is a link to nothing', link('nowhere'), /bad\.yaml: this symbolic link leads to nothing; mend it/],
  ['is a link to itself', link('bad.yaml'), /bad\.yaml: this cannot be read: ELOOP: [^,']*; mend it/],
  ...(linux
    ? ([
        [
          'fails when it is read',
          link('/proc/self/mem'),
          /bad\.yaml: this cannot be read: EIO: i\/o error; mend it/,
        ],
        ['is a device', link('/dev/zero'), /bad\.yaml: this is neither a file nor a folder; mend it/],
      ] as const)
    : []),
] as const)('a file that %s is one problem; the others go on being reloaded', async (_, make, problem) => {
  await save('bad.yaml', 'name: bad\nreply:\n  - text: Good.\n');
  await server.reload();
  const broken = loaded(({ problems }) => problems.length > 0);
  await rm(join(folder, 'bad.yaml'));
  await make(join(folder, 'bad.yaml'));
  const { problems } = await broken;
  expect(problems.map((one) => formatProblem(one))).toEqual([expect.stringMatching(problem)]);
  const changed = loaded(says('Hello again.'));
  await save('hello.yaml', HELLO_AGAIN);
  expect((await changed).problems).toEqual(problems);
  await expect(createServer({ scenarios: folder }).listen()).rejects.toMatchObject({
    code: 'invalid-scenario',
  });
  const mended = loaded((report) => report.problems.length === 0 && says('Mended.')(report));
  await rm(join(folder, 'bad.yaml'));
  await save('bad.yaml', 'name: bad\nreply:\n  - text: Mended.\n');
  await mended;
});

test('a file that cannot be read any more keeps its last good version', async () => {
  await save('.tmp', '');
  await truncate(join(folder, '.tmp'), 600_000_000);
  const broken = loaded(({ problems }) => problems.length > 0);
  await rename(join(folder, '.tmp'), join(folder, 'hello.yaml'));
  await broken;
  expect(await answer('hello')).toBe('Hello.');
});

test('a folder with the name of a file is a folder, and the marks of an editor are no scenarios', async () => {
  await mkdir(join(folder, 'x.yaml'));
  await save('x.yaml/deep.yaml', 'name: deep\nreply:\n  - text: Deep.\n');
  await symlink('me@here.1234:56', join(folder, '.#hello.yaml'));
  const { files, problems } = await server.reload();
  expect(problems).toEqual([]);
  expect(files).toBe(2);
});
