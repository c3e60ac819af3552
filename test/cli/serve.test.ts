import { once } from 'node:events';
import { mkdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { send } from '../control/kit.ts';
import { fakeIo } from './fake-io.ts';
import { folderWith } from './scenario-folder.ts';

const SCENARIOS = `name: movie-night
match: { message: film }
reply:
  - text: Try it.
---
name: held
reply:
  - text: Wait
  - hold: here
`;
const FILES = { 'scenarios/a.yaml': SCENARIOS };

/** Starts the program; it is stopped at the end of the test. */
async function start(files: Readonly<Record<string, string>>, ...argv: string[]) {
  const io = fakeIo({ cwd: folderWith(files) });
  const code = run(['--port', '0', '--speed', '0', ...argv], io);
  onTestFinished(async () => {
    io.signal('SIGTERM');
    await code;
  });
  const ended = code.then((number) => Promise.reject(new Error(`ended with ${number}: ${io.err()}`)));
  const said = await Promise.race([io.said(/http:\/\/[\w.]+:\d+\n/), ended]);
  const [url = ''] = /http:\/\/[\w.]+:\d+/.exec(said) ?? [];
  return { io, code, url };
}

function ask(url: string, message: string, headers: Record<string, string> = {}, workspace = 'movies') {
  return fetch(`${url}/chats/${workspace}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer any', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: message }] }),
  });
}

test('it serves the scenarios of the working folder and logs what it answers', async () => {
  const { io, url } = await start(FILES);
  expect(io.out()).toContain('2 scenarios from scenarios/');
  const response = await ask(url, 'A film, please');
  expect(await response.text()).toContain('"Try"');
  const out = await io.said(/POST .*done/);
  expect(out).toMatch(
    /^\d\d:\d\d:\d\d POST \/chats\/movies\/chat\/completions 200 movie-night \(its match holds\) \d+ frames, done in [\d.]+ m?s$/m,
  );
});

test('what goes on to a real server is in the banner and in the log', async () => {
  const real = createServer((_, res) => res.writeHead(202).end('real'));
  await once(real.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void real.close().closeAllConnections());
  const at = `http://127.0.0.1:${(real.address() as AddressInfo).port}`;
  const { io, url } = await start(FILES, '--proxy', at, '--proxy-chat');
  expect(io.out()).toContain(`chats that no scenario is chosen for go on to ${at}`);
  expect(io.out()).toContain(`what is not mocked goes on to ${at}`);
  expect(await (await fetch(`${url}/indexes/movies/search`, { method: 'POST' })).text()).toBe('real');
  expect(await io.said(/search 202/)).toContain(
    `POST /indexes/movies/search 202 (it went on to ${at}) done in`,
  );
  expect(await (await ask(url, 'film')).text()).toBe('real');
  expect(await io.said(/completions 202/)).toContain(`202 (it went on to ${at}) done in`);
});

test('a server for chats that is not named is a mistake', async () => {
  const io = fakeIo({ cwd: folderWith(FILES) });
  expect(await run(['--port', '0', '--proxy-chat'], io)).toBe(1);
  expect(io.err()).toContain(
    'proxyChat is on, and no server is named for it. Give proxyChat a URL, or proxy one.',
  );
});

test('an unmatched request is told why, and what would match', async () => {
  const { io, url } = await start(FILES);
  await (await ask(url, 'Music \u001b[31m?')).text();
  const out = await io.said('match:');
  expect(out).toMatch(/200 made up \d+ frames/);
  expect(out).toContain('the nearest is "movie-night"');
  expect(out).toMatch(/ {13}match:\n {15}workspace: movies\n {15}message: .*Music/);
  expect(out).not.toContain('\u001b');
});

test('a scenario that has the name of the workspace is said to be chosen for that', async () => {
  const { io, url } = await start(FILES);
  await (await ask(url, 'Hi', {}, 'movie-night')).text();
  expect(await io.said(/POST .*done/)).toContain(
    'movie-night (chosen because it is named like the workspace, and no match holds)',
  );
});

test.each(['OpenAI/Python 3.57.0', 'AsyncOpenAI/Python 1.0.0'])(
  'what %s does at the first line of a stream is said once',
  async (agent) => {
    const { io, url } = await start(FILES);
    for (let turn = 0; turn < 3; turn++) await (await ask(url, 'A film', { 'user-agent': agent })).text();
    await io.said(/(POST .*done[\s\S]*){3}/);
    expect(io.out().match(/! Python's `openai` cannot read .*`retry: 10000`/g)).toHaveLength(1);
    expect(io.out()).toContain('A real Meilisearch sends that line, too.');
  },
);

test('other clients, and answers that are no stream, hear nothing of Python', async () => {
  const { io, url } = await start(FILES);
  await (await ask(url, 'A film', { 'user-agent': 'OpenAI/JS 6.49.0' })).text();
  const body = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'A film' }] });
  const headers = { authorization: 'Bearer any', 'content-type': 'application/json' };
  const python = { ...headers, 'user-agent': 'OpenAI/Python 3.57.0' };
  await fetch(`${url}/chats/movies/chat/completions`, { method: 'POST', headers: python, body });
  await io.said(/(POST .*done[\s\S]*){2}/);
  expect(io.out()).not.toContain('Python');
});

test('a journal that is cleared during a stream costs no line of the log', async () => {
  const { io, url } = await start(FILES, '--scenario', 'held');
  const first = await ask(url, 'one', {}, 'first');
  await fetch(`${url}/__mock/requests`, { method: 'DELETE' });
  const second = await ask(url, 'two', {}, 'second');
  await fetch(`${url}/__mock/holds/here/release`, { method: 'POST' });
  await Promise.all([first.text(), second.text()]);
  await io.said(/chats\/first.*held.*done/);
  await io.said(/chats\/second.*held.*done/);
});

test('a large request that is unmatched is told of, too', async () => {
  const { io, url } = await start(FILES);
  await (await ask(url, 'x'.repeat(100_000))).text();
  expect(await io.said('match:')).toMatch(/ {13}match:\n {15}workspace: movies\n/);
});

test('--memory is in MB', async () => {
  const { url } = await start(FILES, '--memory', '64');
  const { memory } = await (await fetch(`${url}/__mock/health`)).json();
  expect(memory.limit).toBe(64_000_000);
});

test('--errors answers an unmatched request with an error', async () => {
  const { url } = await start(FILES, '--errors');
  const response = await ask(url, 'Music');
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('No scenario is for this request');
});

test('--scenario answers whatever is asked', async () => {
  const { io, url } = await start(FILES, '--scenario', 'movie-night');
  expect(await (await ask(url, 'Music')).text()).toContain('"Try"');
  expect(io.out()).toContain('movie-night answers, whatever is asked');
});

test('--api-key, --key-file and --workspace let in what they name', async () => {
  const files = { ...FILES, 'keys.json': '[{ "key": "from-file", "actions": ["chatCompletions"] }]' };
  const { url } = await start(
    files,
    '--api-key',
    'given',
    '--key-file',
    'keys.json',
    '--workspace',
    'movies',
  );
  const status = async (key: string, workspace?: string) => {
    const response = await ask(url, 'film', { authorization: `Bearer ${key}` }, workspace);
    await response.text();
    return response.status;
  };
  expect(await status('other')).toBe(403);
  expect(await status('given')).toBe(200);
  expect(await status('from-file')).toBe(200);
  expect(await status('given', 'books')).toBe(404);
});

test('--allowed-hosts, --allowed-origins and --control-key let in what they name', async () => {
  const { url } = await start(
    FILES,
    ...['--allowed-hosts', 'mock', '--allowed-origins', 'https://app.example', '--control-key', 'steer'],
  );
  const status = async (headers: Record<string, string>) =>
    (await send(`${url}/__mock/health`, { headers })).status;
  expect(await status({ origin: 'https://app.example' })).toBe(200);
  expect(await status({ origin: 'https://other.example' })).toBe(403);
  expect(await status({ host: 'other', 'x-mock-control-key': 'steer' })).toBe(403);
  expect(await status({ host: 'mock' })).toBe(403);
  expect(await status({ host: 'mock', 'x-mock-control-key': 'steer' })).toBe(200);
});

test('the log keeps no credential of a question', async () => {
  const { io, url } = await start(FILES);
  await (await ask(url, 'Why is "api_key": "hunter2" refused?')).text();
  expect(await io.said('match:')).not.toContain('hunter2');
});

test('the request to try has a key that lets it in', async () => {
  const keys = [
    { key: 'searches', actions: ['search'] },
    { key: 'chats', actions: ['chats.*'] },
    { key: 'expired', expiresAt: '2020-01-01' },
    { key: 'right', actions: ['search', 'chatCompletions'] },
  ];
  const { io } = await start({ ...FILES, 'keys.json': JSON.stringify(keys) }, '--key-file', 'keys.json');
  expect(io.out()).toContain('Authorization: Bearer right');
});

test('--quiet prints the URL and nothing else', async () => {
  const { io, url } = await start(FILES, '--quiet');
  await (await ask(url, 'Music')).text();
  io.signal('SIGINT');
  await once(io.stdout, 'nothing', { signal: AbortSignal.timeout(50) }).catch(() => undefined);
  expect(io.out()).toBe(`${url}\n`);
});

test('a port that is taken is one clear line, exit 1', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const io = fakeIo({ cwd: folderWith(FILES) });
  expect(await run(['--port', String(port)], io)).toBe(1);
  expect(io.out()).toBe('');
  expect(io.err()).toMatch(new RegExp(`^✗ Port ${port} is taken.*Meilisearch.*--port.*\n$`));
});

test('bad scenarios keep it from starting: all are located, exit 1', async () => {
  const io = fakeIo({
    cwd: folderWith({
      'scenarios/a.yaml': 'name: a\nrepyl: []\n',
      'scenarios/b.yaml': 'name: b c\nreply:\n  - text: 1\n',
    }),
  });
  expect(await run(['--port', '0'], io)).toBe(1);
  expect(io.out()).toBe('');
  expect(io.err()).toMatch(/a\.yaml:2:1 repyl/);
  expect(io.err()).toMatch(/b\.yaml:1:\d+ name/);
  expect(io.err()).toMatch(/b\.yaml:3:\d+ reply\[0\]\.text/);
  expect(io.err()).toMatch(/Not started/);
});

test.each([
  [['--scenario', 'movie-nigth'], /^✗ There is no scenario "movie-nigth"\. Did you mean "movie-night"\?/],
  [['nowhere'], /^✗ There is no scenario file or folder ".*nowhere"/],
  [['--key-file', 'nowhere.json'], /^✗ The key file .*nowhere\.json cannot be read/],
])('%j fails to start in one line, exit 1', async (argv, message) => {
  const io = fakeIo({ cwd: folderWith(FILES) });
  expect(await run(['--port', '0', ...argv], io)).toBe(1);
  expect(io.err()).toMatch(message);
  expect(io.err().trimEnd().split('\n')).toHaveLength(1);
});

test('a key file that is wrong says where', async () => {
  const folder = folderWith({ ...FILES, 'keys.json': '[{ "kye": "x" }]' });
  const io = fakeIo({ cwd: folder });
  expect(await run(['--port', '0', '--key-file', 'keys.json'], io)).toBe(1);
  expect(io.err()).toMatch(/^✗ The key file keys\.json is wrong: \[0\].*kye/);
});

test('a scenario file that changes is reloaded; a broken one keeps the last good version', async () => {
  const { io, url } = await start(FILES);
  const file = join(io.cwd, 'scenarios/a.yaml');
  writeFileSync(file, SCENARIOS.replace('name: held', 'name: held\nrepyl: 1'));
  const broken = await io.said('keeping the last good version');
  expect(broken).toMatch(/a\.yaml:7:1 repyl/);
  expect(broken).toMatch(/keeping the last good version of \S*scenarios\/a\.yaml\n/);
  expect(await (await ask(url, 'film')).text()).toContain('"Try"');
  writeFileSync(file, 'name: new\nmatch: { message: film }\nreply: [{ text: News }]\n');
  await io.said('✓ reloaded: 1 scenario\n');
  expect(await (await ask(url, 'film')).text()).toContain('"News"');
});

test('scenarios that come and go with their files are named, and so is a folder that is gone', async () => {
  const { io, url } = await start(FILES);
  const folder = join(io.cwd, 'scenarios');
  writeFileSync(join(folder, 'new.yaml'), 'name: new\nreply: [{ text: News }]\n');
  await io.said('✓ reloaded: 3 scenarios\n  found new\n');
  renameSync(folder, `${folder}-away`);
  const lost = await io.said('✓ reloaded: 0 scenarios\n  lost movie-night, held, new\n');
  await io.said(/^! \S*scenarios: warning: there is no such file or folder any more; its scenarios/m);
  expect(lost).not.toContain('gallery');
  renameSync(`${folder}-away`, folder);
  await io.said('✓ reloaded: 3 scenarios\n  found movie-night, held, new\n');
  expect(await (await ask(url, 'film')).text()).toContain('"Try"');
});

test('a folder of scenarios that is made after a start on the gallery takes its place', async () => {
  const { io, url } = await start({});
  expect(io.out()).toContain('the gallery that comes with it');
  mkdirSync(join(io.cwd, 'scenarios'));
  writeFileSync(join(io.cwd, 'scenarios/a.yaml'), SCENARIOS);
  await io.said('✓ scenarios/ is there now, and takes the place of the gallery that comes with it\n');
  await io.said(/ {2}lost .* and \d+ more\n/);
  await io.said('✓ reloaded: 2 scenarios\n');
  expect(await (await ask(url, 'film')).text()).toContain('"Try"');
});

test('a file that cannot be read keeps it from starting, in a message and not a stack trace', async () => {
  const cwd = folderWith({ 'scenarios/a.yaml': SCENARIOS, 'scenarios/huge.yaml': '' });
  truncateSync(join(cwd, 'scenarios/huge.yaml'), 600_000_000);
  const io = fakeIo({ cwd });
  expect(await run(['--port', '0'], io)).toBe(1);
  expect(io.err()).toMatch(/^✗ \S*huge\.yaml: the file has 600000000 bytes; .*\n.*Not started.*\n$/);
});

test('a signal ends open streams, and the program with 0', async () => {
  const { io, code, url } = await start(FILES);
  const response = await ask(url, 'x', { 'x-mock-scenario': 'held' });
  io.signal('SIGINT');
  await response.text().catch(() => undefined);
  expect(await code).toBe(0);
  expect(io.out()).toMatch(/held .* stopped after/);
});

test('the second signal ends the process at once', async () => {
  const { io } = await start(FILES);
  io.signal('SIGINT');
  io.signal('SIGINT');
  expect(io.exits).toEqual([130]);
});

test('a stream that is held, paused or stalled is told of when that happens', async () => {
  const scenarios = `name: gated
match: { message: gate }
reply: [ { text: Wait }, { hold: gate }, { text: Go } ]
---
name: stuck
match: { message: stuck }
reply: [ { text: Stuck }, { fault: stall } ]
---
name: plain
match: { message: plain }
reply: [ { text: Hello } ]
`;
  const { io, url } = await start({ 'scenarios/a.yaml': scenarios });
  const gated = await ask(url, 'gate');
  expect(await io.said('waits at the hold')).toMatch(/request 1 waits at the hold gate \(x releases it\)/);
  await fetch(`${url}/__mock/holds/gate/release`, { method: 'POST' });
  await gated.text();
  const stuck = await ask(url, 'stuck', { 'x-mock-session': 'other' });
  expect(await io.said('has stalled')).toContain('@other request 1 has stalled');
  await fetch(`${url}/__mock/clock/pauseAt`, { method: 'POST', body: '{"target":"text"}' });
  const paused = await ask(url, 'plain');
  expect(await io.said('stands after')).toContain(
    'request 2 stands after 1 frame, before text (n steps, p goes on)',
  );
  await fetch(`${url}/__mock/clock/resume`, { method: 'POST' });
  await paused.text();
  await fetch(`${url}/@other/__mock/reset`, { method: 'POST' });
  await stuck.text();
});

test('a request that reaches no route is told of, with what was probably meant', async () => {
  const { io, url } = await start(FILES);
  const lost = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body: '{}' });
  expect([lost.status, await lost.text()]).toEqual([404, '']);
  const out = await io.said('no such route');
  expect(out).toMatch(/POST \/v1\/chat\/completions 404 no such route/);
  expect(out).toContain(`? the base URL of a chat client is ${url}/chats/WORKSPACE`);
});

test('with --data, questions are answered from its documents; the gallery is there by name only', async () => {
  const { io, url } = await start(
    { 'data/movies.json': '[{"title":"Primer","year":2004}]' },
    '--data',
    'data',
  );
  expect(io.out()).toContain('data from data: movies');
  expect(io.out()).toMatch(/\d+ scenarios from the gallery/);
  const answer = await (await ask(url, 'Recommend me Primer')).text();
  expect(answer).toContain('"Primer"');
  const named = await ask(url, 'Recommend me a film', { 'x-mock-scenario': 'movie-night' });
  expect(named.headers.get('x-mock-scenario')).toBe('movie-night');
  const own = await ask(url, 'Recommend me a film');
  expect(own.headers.get('x-mock-scenario')).toBe('data');
});

test('with --data, scenarios of one’s own go first; a folder that is not there, and data that is wrong, stop the start', async () => {
  const { url } = await start({ ...FILES, 'data/movies.json': '[{"title":"Primer"}]' }, '--data', 'data');
  expect((await ask(url, 'A film, please')).headers.get('x-mock-scenario')).toBe('movie-night');
  const io = fakeIo({ cwd: folderWith({ 'data/movies.json': '[1]' }) });
  expect(await run(['--port', '0', '--data', 'none'], io)).toBe(1);
  expect(io.err()).toContain('There is no data folder');
  expect(await run(['--port', '0', '--data', 'data'], io)).toBe(1);
  expect(io.err()).toMatch(/data\/movies\.json:1:2: .*document 1 is a number; every document is an object/);
});
