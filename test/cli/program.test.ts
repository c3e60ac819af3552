import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/client.ts';
import { folderWith } from './scenario-folder.ts';

/** The built program: `npm run build` makes it. */
const PROGRAM = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const HELD = 'name: held\nreply:\n  - text: Wait\n  - hold: here\n';

async function run(cwd: string, ...argv: string[]) {
  const child = promisify(execFile)(process.execPath, [PROGRAM, ...argv], { cwd });
  const { code = 0, stdout, stderr } = await child.catch((error) => error);
  return { code, stdout, stderr };
}

/** Starts the program and waits for what it says of itself. */
async function start(cwd: string, ...argv: string[]) {
  const child = spawn(process.execPath, [PROGRAM, '--port', '0', ...argv], { cwd });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    out += String(chunk);
    if (/http:\/\/\S+\n(.*\n)*\n$|^http:\S+\n$/.test(out)) break;
  }
  const [url = ''] = /http:\/\/[\w.]+:\d+/.exec(out) ?? [];
  return { child, out, url };
}

type Started = Awaited<ReturnType<typeof start>>;

async function exitOf(child: ChildProcess) {
  const [code, signal] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode, null];
  return { code, signal };
}

/** What the program says from now on, up to this. */
async function said(child: Started['child'], wanted: string): Promise<string> {
  let out = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    out += String(chunk);
    if (out.includes(wanted)) break;
  }
  return out;
}

function openStream(url: string) {
  return fetch(`${url}/chats/held/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'Hello' }] }),
  });
}

test('--version and --help exit with 0, wrong usage with 2', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const folder = folderWith({});
  expect(await run(folder, '--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  expect(await run(folder, '--help')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('--log-level'),
  });
  expect(await run(folder, '--prot', '1')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'There is no option --prot. Did you mean "--port"? See `meilisearch-chat-mock --help`.\n',
  });
});

test('the curl command of the banner works when it is pasted into bash', async () => {
  const { out } = await start(folderWith({}), '--speed', '0');
  expect(out).toContain('from the gallery that comes with it');
  const command = out.slice(out.indexOf('  curl '));
  const { stdout } = await promisify(execFile)('bash', ['-c', command]);
  expect(stdout).toMatch(/^retry: 10000\n\n/);
  expect(stdout).toContain('_meiliSearchSources');
  expect(stdout.trimEnd().endsWith('data: [DONE]')).toBe(true);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends open streams and the process within a second',
  async (signal) => {
    const { child, url } = await start(folderWith({ 'scenarios/held.yaml': HELD }), '--quiet');
    const streams = await Promise.all([openStream(url), openStream(url)]);
    const asked = performance.now();
    child.kill(signal);
    await Promise.all(streams.map((stream) => stream.text().catch(() => undefined)));
    expect(await exitOf(child)).toEqual({ code: 0, signal: null });
    expect(performance.now() - asked).toBeLessThan(1000);
  },
);

test('with --drain, SIGTERM waits for a stream that is stepped to its end', async () => {
  const folder = folderWith({ 'scenarios/held.yaml': `${HELD}  - text: Done\n` });
  const { child, url } = await start(folder, '--drain', '30');
  const chat = connect(url);
  const stream = await openStream(url);
  await chat.hold('here').reached();
  await chat.clock.pause();
  child.kill('SIGTERM');
  expect(await said(child, 'waiting for')).toContain('waiting for 1 open stream');
  expect((await fetch(`${url}/__mock/ready`)).status).toBe(503);
  await chat.hold('here').release();
  await chat.clock.next();
  await chat.clock.resume();
  expect(await stream.text()).toMatch(/"Done".*\[DONE\]\n\n$/s);
  expect(await exitOf(child)).toEqual({ code: 0, signal: null });
});

test('a stream that has not ended by then is cut, and the process ends well', async () => {
  const { child, url } = await start(folderWith({ 'scenarios/held.yaml': HELD }), '--drain', '1');
  const stream = await openStream(url);
  child.kill('SIGTERM');
  expect(await said(child, 'had not ended')).toContain('1 stream had not ended after 1 s');
  expect(await stream.text()).not.toContain('[DONE]');
  expect(await exitOf(child)).toEqual({ code: 0, signal: null });
});

test.each([
  ['SIGINT', 'does not wait for it', 0, []],
  ['SIGTERM', 'waits, until a second signal ends it at once', 143, ['SIGTERM']],
  ['SIGTERM', 'waits, until Ctrl-C ends it at once', 130, ['SIGINT']],
] as const)('with --drain and a stream that is open, %s %s', async (signal, _, code, more) => {
  const { child, url } = await start(folderWith({ 'scenarios/held.yaml': HELD }), '--drain', '600');
  const stream = await openStream(url);
  child.kill(signal);
  for (const next of more) {
    await said(child, 'waiting for');
    child.kill(next);
  }
  await stream.text().catch(() => undefined);
  expect(await exitOf(child)).toEqual({ code, signal: null });
});

test('the gallery passes its check', async () => {
  const { code, stdout } = await run(folderWith({}), 'check', '--json');
  const { ok, scenarios, problems } = JSON.parse(stdout);
  expect(problems).toEqual([]);
  expect(scenarios.length).toBeGreaterThanOrEqual(16);
  expect({ code, ok }).toEqual({ code: 0, ok: true });
});

test('it goes when its reader has gone', async () => {
  const { child, url } = await start(folderWith({ 'scenarios/held.yaml': HELD }));
  child.stdout?.destroy();
  const errors = child.stderr?.toArray();
  await (await fetch(`${url}/chats/held/chat/completions`, { method: 'POST' })).text();
  expect(await exitOf(child)).toEqual({ code: 0, signal: null });
  expect(await errors).toEqual([]);
});
