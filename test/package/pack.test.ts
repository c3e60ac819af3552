import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;

let folder: string;
let tarball: string;

/** A project of somebody else's, with the package installed from its tarball. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-mock-'));
  // The build is there already: `npm ci` made it.
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
  tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'somebody', private: true, type: 'module' }),
  );
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${tarball}`], {
    cwd: folder,
  });
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function node(code: string): Promise<string> {
  await writeFile(join(folder, 'script.js'), code);
  const { stdout } = await run(process.execPath, ['script.js'], { cwd: folder });
  return stdout.trim();
}

test('the installed package answers, with Prism and all', async () => {
  const said = await node(`
    import { createServer, scenario } from 'meilisearch-chat-mock';
    import { connect } from 'meilisearch-chat-mock/client';
    const server = createServer({ speed: 0 });
    const url = await server.listen();
    await connect(url).use(scenario('hello').text('Hello there').build());
    const response = await fetch(url + '/chats/movies/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
      body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 1 }], stream: true }),
    });
    console.log(response.status, response.headers.get('sl-violations') !== null);
    const good = await fetch(url + '/chats/movies/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
      body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] }),
    });
    console.log((await good.json()).choices[0].message.content, good.headers.get('sl-violations'));
    await server.close();
  `);
  expect(said).toBe('400 true\nHello there null');
});

test('the installed command proves the gallery that comes with it', async () => {
  const { stdout } = await run(join(folder, 'node_modules/.bin/meilisearch-chat-mock'), ['check'], {
    cwd: folder,
  });
  expect(stdout).toContain('movie-night');
});

test('the installed command starts, answers and stops', async () => {
  const child = spawn(join(folder, 'node_modules/.bin/meilisearch-chat-mock'), ['--port', '0', '--quiet'], {
    cwd: folder,
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text: Buffer) => resolve(/http:\S+/.exec(String(text))?.[0] ?? '')),
  );
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'available' });
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
});

test('a project in TypeScript sees the types of every entry', async () => {
  await writeFile(
    join(folder, 'use.ts'),
    `import { createServer, scenario, type ChatMock } from 'meilisearch-chat-mock';
     import { connect } from 'meilisearch-chat-mock/client';
     const server = createServer({ profile: 'server' });
     const chat: ChatMock = connect('http://localhost:7700');
     const name: string = scenario('x').text('y').build().name;
     // @ts-expect-error no such profile
     createServer({ profile: 'other' });
     export { server, chat, name };`,
  );
  const tsc = join(root, 'node_modules/.bin/tsc');
  const types = join(root, 'node_modules/@types');
  const options = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--lib',
    'es2023,esnext.disposable,dom',
  ];
  await run(tsc, [...options, '--typeRoots', types, '--types', 'node', 'use.ts'], { cwd: folder });
}, 60_000);

test('publint and arethetypeswrong find nothing', async () => {
  const bin = (name: string) => join(root, 'node_modules/.bin', name);
  await run(bin('publint'), ['run', join(folder, tarball), '--strict'], { cwd: root });
  await run(bin('attw'), [join(folder, tarball), '--profile', 'esm-only'], { cwd: root });
}, 60_000);
