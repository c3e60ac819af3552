import { symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createProgress } from '../../src/cli/progress.ts';
import { run } from '../../src/cli/run.ts';
import { fakeIo } from './fake-io.ts';
import { folderWith } from './scenario-folder.ts';

const GOOD = `name: movie-night
reply:
  - search: { index: movies, takes: 600 }
  - hold: before-the-end
  - text: Try it.
---
name: limited
attempts:
  - error: too_many_search_requests
  - reply: [{ text: Hello again }]
`;
const CUT = 'name: cut\nreply:\n  - text: Cut here\n  - fault: reset\n';

async function check(files: Readonly<Record<string, string>>, ...argv: string[]) {
  const io = fakeIo({ cwd: folderWith(files) });
  const code = await run(['check', ...argv], io);
  return { code, out: io.out(), err: io.err() };
}

test('every scenario has its line: frames, virtual time, result', async () => {
  const { code, out, err } = await check({ 'scenarios/a.yaml': GOOD, 'scenarios/b/cut.yaml': CUT });
  expect(code).toBe(0);
  expect(err).toBe('');
  expect(out).toMatch(/^ {2}scenario +file +frames +time +result$/m);
  expect(out).toMatch(/^ {2}movie-night +a\.yaml +\d+ +1\.\d s {2}✓ 1 hold$/m);
  expect(out).toMatch(/^ {2}limited +a\.yaml +\d+ +\d+ ms {2}✓ 503, 200$/m);
  expect(out).toMatch(/^ {2}cut +b\/cut\.yaml +\d+ +\d+ ms {2}✓ reset$/m);
  expect(out).toContain('3 scenarios in 2 files from scenarios/ · all right');
});

test('one file can be checked', async () => {
  const { code, out } = await check({ 'a.yaml': GOOD, 'b.yaml': CUT }, 'b.yaml');
  expect(code).toBe(0);
  expect(out).toContain('1 scenario in 1 file from b.yaml');
  expect(out).not.toContain('movie-night');
});

test('what is wrong is located, the line of the file is shown, and the exit code is 1', async () => {
  const files = {
    'scenarios/a.yaml': GOOD,
    'scenarios/bad.yaml': 'name: bad\nreply:\n  - serach: { index: movies }\n  - text: 7\n',
  };
  const { code, out } = await check(files);
  expect(code).toBe(1);
  expect(out).toMatch(/✗ \S*bad\.yaml:3:5 reply\[0\].*serach.*did you mean "search"/i);
  expect(out).toMatch(/^ {2}3 \| {3}- serach: \{ index: movies \}$/m);
  expect(out).toMatch(/✗ \S*bad\.yaml:4:\d+ reply\[1\]\.text/);
  expect(out).toMatch(/2 scenarios in 2 files from scenarios\/ · 2 errors/);
});

test('a scenario whose answer breaks the OpenAPI document fails', async () => {
  const file = 'name: odd\nusage: { prompt_tokens: 5000000000 }\nreply:\n  - text: Hi\n';
  const { code, out } = await check({ 'odd.yaml': file }, 'odd.yaml');
  expect(out).toMatch(/^ {2}odd .* ✗ \d+ errors?$/m);
  expect(out).toContain('breaks the OpenAPI document');
  expect(code).toBe(1);
});

test('warnings are shown, and do not fail', async () => {
  const file =
    'name: a\nmatch: { message: a }\nreply: [{ text: A }]\n---\nname: b\nmatch: { message: ab }\nreply: [{ text: B }]\n';
  const { code, out } = await check({ 'a.yaml': file }, 'a.yaml');
  expect(code).toBe(0);
  expect(out).toMatch(/^! \S*a\.yaml:\d+:\d+ .*warning: no request gets here/m);
  expect(out).toContain('all right · 1 warning');
});

test('--json says the same for programs', async () => {
  const { code, out } = await check(
    { 'scenarios/a.yaml': GOOD, 'scenarios/bad.yaml': 'name: bad\nreply: []\n' },
    '--json',
  );
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    ok: false,
    files: 2,
    scenarios: [
      {
        name: 'movie-night',
        line: 1,
        ok: true,
        statuses: [200],
        holds: ['before-the-end'],
        faults: [],
        errors: 0,
      },
      { name: 'limited', ok: true, statuses: [503, 200] },
    ],
    problems: [{ severity: 'error', origin: { line: 2, path: 'reply' } }],
  });
});

test('nothing to check is a failure', async () => {
  const { code, out } = await check({ 'scenarios/readme.md': '' });
  expect(code).toBe(1);
  expect(out).toContain('There is no scenario in scenarios/.');
});

test('a folder that is not there is a failure in one line', async () => {
  const { code, err } = await check({}, 'nowhere');
  expect(code).toBe(1);
  expect(err).toMatch(/^✗ There is no scenario file or folder ".*nowhere"\. .*\n$/);
});

test.each([
  ['empty', ''],
  ['without more than a comment', '# later\n'],
])('a file that is %s is told of, and is not all right', async (_, text) => {
  const { code, out } = await check({ 'a.yaml': text }, 'a.yaml');
  expect(code).toBe(1);
  expect(out).toMatch(/^! \S*a\.yaml: warning: there is no scenario in this file$/m);
  expect(out).toMatch(/^✗ There is no scenario in a\.yaml\.$/m);
  expect(out).toContain('0 scenarios in 1 file from a.yaml · 1 error · 1 warning');
  expect(out).not.toContain('all right');
});

test('--json says why nothing is not all right', async () => {
  const { code, out } = await check({ 'scenarios/readme.md': '' }, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    ok: false,
    problems: [{ severity: 'error', message: 'There is no scenario in scenarios/.' }],
  });
});

test('a file that is far too long, and one that cannot be read, are a problem each, and the others are checked', async () => {
  const cwd = folderWith({ 'scenarios/a.yaml': GOOD, 'scenarios/huge.yaml': '' });
  truncateSync(join(cwd, 'scenarios/huge.yaml'), 600_000_000);
  symlinkSync('nowhere', join(cwd, 'scenarios/link.yaml'));
  const io = fakeIo({ cwd });
  expect(await run(['check'], io)).toBe(1);
  expect(io.err()).toBe('');
  expect(io.out()).toMatch(
    /^✗ \S*huge\.yaml: the file has 600000000 bytes; a scenario file has at most 1000000 characters$/m,
  );
  expect(io.out()).toMatch(/^✗ \S*link\.yaml: this symbolic link leads to nothing; mend it/m);
  expect(io.out()).toContain('2 scenarios in 2 files from scenarios/ · 2 errors');
});

test('1,000 ordinary scenarios, and a reply of 3,000 responses, take less than 5 s each', async () => {
  const scenarios = Array.from({ length: 1000 }, (_, index) => {
    const steps = `[{ search: { index: movies, q: film } }, { text: Some **words** on ${index}. }]`;
    return [`scenarios/${index}.yaml`, `name: s${index}\nreply: ${steps}\n`];
  });
  const calls = Array.from({ length: 1500 }, (_, index) => {
    return `  - toolCall: { name: f${index}, arguments: { a: ${index} } }\n  - text: So.\n`;
  });
  await check({ 'a.yaml': GOOD }, 'a.yaml');
  for (const files of [
    Object.fromEntries(scenarios),
    { 'scenarios/calls.yaml': `name: calls\nreply:\n${calls.join('')}` },
  ]) {
    // Of the processor, not of the wall: other tests run beside this one.
    const began = process.cpuUsage();
    expect((await check(files)).code).toBe(0);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(5000);
  }
}, 20_000);

test('on a terminal, what takes longer than a second shows how far it is, on a line that goes away', () => {
  let now = 0;
  const { stderr, err, env } = fakeIo();
  const progress = createProgress({ stderr: Object.assign(stderr, { isTTY: true }), env }, () => now);
  progress.say('early');
  now = 1000;
  progress.say('checking a.yaml');
  progress.say('at once again');
  now = 1100;
  progress.say('checking b\u001b.yaml');
  progress.end();
  expect(err()).toBe('\r\u001b[Kchecking a.yaml\r\u001b[Kchecking b\\u001b.yaml\r\u001b[K');
});

test.each([
  ['quick work', true, 'xterm', 0],
  ['a pipe', false, 'xterm', 5000],
  ['a terminal that cannot clear a line', true, 'dumb', 5000],
])('%s shows no progress', (_, isTTY, TERM, later) => {
  let now = 0;
  const { stderr, err } = fakeIo();
  const progress = createProgress({ stderr: Object.assign(stderr, { isTTY }), env: { TERM } }, () => now);
  now = later;
  progress.say('checking');
  progress.end();
  expect(err()).toBe('');
});
