import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildStages, type Stage } from './dockerfile.ts';

const folder = mkdtempSync(join(tmpdir(), 'chat-mock-image-'));
const readOnlyRoot = join(folder, 'read-only-root');
mkdirSync(readOnlyRoot);

/** In a mount namespace of its own: makes all of the file system read-only. */
const READ_ONLY = `mount --rbind / ${readOnlyRoot} && mount -o remount,ro,bind ${readOnlyRoot}`;
const canContain = spawnSync('unshare', ['-m', 'sh', '-c', READ_ONLY]).status === 0;
/** And gives up being root. */
const CONTAINER = `${READ_ONLY} && exec chroot --userspec="$0" ${readOnlyRoot} "$@"`;

let image: Stage;

beforeAll(async () => {
  // The user of the image must get to it.
  chmodSync(folder, 0o755);
  image = await buildStages('deploy/Dockerfile', folder);
  // As `-v scenarios:/scenarios`.
  cpSync('deploy/scenarios', join(image.root, 'scenarios'), { recursive: true });
  // It takes a whole build.
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The path of the image in a word: `/app/dist/cli.js`. */
const placed = (word: string) => word.replace(/^\/app\//, `${image.root}/app/`);

/** Starts what the image starts, with a free port. Its folder for temporary files is not there. */
async function start(...args: string[]): Promise<{ child: ChildProcess; url: string }> {
  const words = [...image.entrypoint, '--port', '0', '--quiet', ...args].map(placed);
  const command = `cd ${join(image.root, image.workdir)} && exec "$@"`;
  const inside = ['sh', '-c', command, 'sh', ...words];
  const [program = '', ...rest] = canContain
    ? ['unshare', '-m', 'sh', '-c', CONTAINER, image.user ?? '', ...inside]
    : inside;
  const env = { PATH: process.env.PATH, HOME: '/nowhere', TMPDIR: '/nowhere', ...image.env };
  const child = spawn(program, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (text) => {
    said += String(text);
  });
  for await (const text of child.stdout.iterator({ destroyOnReturn: false })) {
    said += String(text);
    const port = /http:\/\/\S+:(\d+)/.exec(said)?.[1];
    if (port !== undefined) return { child, url: `http://127.0.0.1:${port}` };
  }
  throw new Error(`The image does not start: ${said}`);
}

const filesOf = (root: string) => readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();

/** The exit code of the health check, for a server at this port. */
async function healthOf(port: string): Promise<number> {
  const [program = '', ...words] = image.healthcheck.map((word) => word.replace(':7700', `:${port}`));
  const result = await promisify(execFile)(program, words).catch((error: { code: number }) => error);
  return 'code' in result ? result.code : 0;
}

test('the image has what runs, and no more', () => {
  expect(readdirSync(image.root).sort()).toEqual(['app', 'scenarios']);
  expect(readdirSync(join(image.root, 'app')).sort()).toEqual([
    'LICENSE',
    'dist',
    'package.json',
    'scenarios',
  ]);
  expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
});

test('it runs on a file system that it cannot write to, and serves what is mounted at /scenarios', async () => {
  const before = filesOf(image.root);
  const { child, url } = await start();
  const health = await (await fetch(`${url}/__mock/health`)).json();
  expect(health).toMatchObject({ status: 'available', scenarios: 1, folder: image.root });
  const answer = await fetch(`${url}/chats/main/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    body: JSON.stringify({ model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'hello' }] }),
  });
  expect(await answer.text()).toContain('[DONE]');
  expect((await fetch(`${url}/__mock/metrics`)).status).toBe(200);
  expect((await fetch(`${url}/__mock/`, { headers: { accept: 'text/html' } })).status).toBe(200);

  const { port } = new URL(url);
  expect(await healthOf(port)).toBe(0);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await healthOf(port)).toBe(1);
  expect(filesOf(image.root)).toEqual(before);
});

test.skipIf(!canContain)('what it cannot write it refuses in a message, and goes on', async () => {
  const { url } = await start();
  const saved = await fetch(`${url}/__mock/scenarios`, {
    method: 'POST',
    body: JSON.stringify({ yaml: 'name: new\nreply:\n  - text: New' }),
  });
  expect(saved.status).toBeGreaterThanOrEqual(400);
  expect((await saved.json()).message).toMatch(/read-only|EROFS|permission/i);
  expect((await fetch(`${url}/__mock/ready`)).status).toBe(200);
});
