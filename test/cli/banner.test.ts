import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parseCommandLine, type ServeArguments } from '../../src/cli/arguments.ts';
import { bannerLines, type Started } from '../../src/cli/banner.ts';
import { curlCommand, sampleFor } from '../../src/cli/sample-request.ts';
import { scenarioFromObject } from '../../src/scenario/scenario.ts';
import type { Match } from '../../src/scenario/schema.ts';

const plain = (_: string, text: string) => text;
const all = { workspaces: [], used: undefined };
const scenario = (name: string, match?: Match, steps: object[] = [{ text: 'Hello' }]) =>
  scenarioFromObject({ name, ...(match === undefined ? {} : { match }), reply: steps });

test('the sample asks what leads to a scenario', () => {
  expect(sampleFor([scenario('a', { message: '/recommend|suggest/i' })], all)).toEqual({
    workspace: 'movies',
    message: 'Recommend me a film',
    scenario: undefined,
  });
  expect(sampleFor([scenario('a', { workspace: 'books', message: 'novels' })], all)).toMatchObject({
    workspace: 'books',
    message: 'novels',
  });
  expect(sampleFor([scenario('a', { message: '/\\b(?:tables?|lists?)\\b/' })], all).message).toBe('table');
});

test('the sample prefers a scenario with a search', () => {
  const search = scenario('b', { message: 'space' }, [{ search: { index: 'movies' } }, { text: 'Hi' }]);
  expect(sampleFor([scenario('a', { message: 'code' }), search], all).message).toBe('space');
});

test('the sample never leads to another scenario than it was made for', () => {
  const both = [
    scenario('a', { message: 'spa' }),
    scenario('b', { message: 'space' }, [{ search: { index: 'm' } }]),
  ];
  expect(sampleFor(both, all).message).toBe('spa');
});

test('where no question leads to a scenario, the sample names it', () => {
  expect(sampleFor([scenario('only-by-name')], all).scenario).toBe('only-by-name');
  expect(sampleFor([scenario('a', { turn: 2 })], all).scenario).toBe('a');
  expect(sampleFor([], all).scenario).toBeUndefined();
});

test('the sample goes to a workspace that exists, and needs no name where one scenario answers all', () => {
  const books = [scenario('a', { workspace: 'books', message: 'x' })];
  expect(sampleFor(books, { workspaces: ['music'], used: undefined })).toMatchObject({
    workspace: 'music',
    scenario: 'a',
  });
  expect(sampleFor(books, { workspaces: [], used: 'a' }).scenario).toBeUndefined();
});

test('the curl command works when it is pasted into a shell', async () => {
  const seen: { url: string | undefined; headers: NodeJS.Dict<string | string[]>; body: unknown }[] = [];
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += String(chunk);
    seen.push({ url: req.url, headers: req.headers, body: JSON.parse(body) });
    res.end('data: [DONE]\n\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const message = `It's "quoted" $HOME \`id\` \\ ! 映画\n`;
  const lines = curlCommand(url, "it's a $KEY", { workspace: "a b'c", message, scenario: 'x' });
  const { stdout } = await promisify(execFile)('bash', ['-c', lines.map((line) => `  ${line}`).join('\n')]);
  server.close();
  expect(stdout).toBe('data: [DONE]\n\n');
  expect(seen).toMatchObject([
    {
      url: "/chats/a%20b'c/chat/completions",
      headers: {
        authorization: "Bearer it's a $KEY",
        'content-type': 'application/json',
        'x-mock-scenario': 'x',
      },
      body: { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: message }] },
    },
  ]);
});

const started = (change: Partial<Started> = {}, ...argv: string[]): Started => ({
  version: '1.2.3',
  url: 'http://localhost:7700',
  scenarios: [scenario('movie-night', { message: 'film' }), scenario('cut')],
  warnings: 0,
  from: 'scenarios/',
  key: 'any',
  keys: 0,
  args: parseCommandLine(argv) as ServeArguments,
  interactive: false,
  ...change,
});
const banner = (...args: Parameters<typeof started>) => bannerLines(started(...args), plain);

test('the banner says what runs where, within 80 columns', () => {
  const lines = banner({ interactive: true });
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.slice(1, 7)).toEqual([
    '  meilisearch-chat-mock 1.2.3',
    '',
    '  ➜  http://localhost:7700',
    '     panel http://localhost:7700/__mock/',
    '     2 scenarios from scenarios/',
    '     profile spec',
  ]);
  expect(lines.slice(-3)).toEqual([
    '  h help · r reload · s pick a scenario · p pause · n next frame',
    '  x release · c clear · o open the panel · q quit',
    '',
  ]);
});

test('keys are not offered where nobody sits', () => {
  expect(banner().join('\n')).not.toContain('h help');
});

test('the banner says what is out of the ordinary', () => {
  const text = banner(
    { warnings: 1, keys: 2 },
    ...[
      '--scenario',
      'cut',
      '--speed',
      '0',
      '--seed',
      '7',
      '--chaos',
      'errors=0.1',
      '--profile',
      'server',
      '--errors',
      '--workspace',
      'a',
    ],
  ).join('\n');
  expect(text).toContain('2 scenarios from scenarios/ · 1 warning');
  expect(text).toContain('cut answers, whatever is asked');
  expect(text).toContain(
    'profile server · no waiting · seed 7 · chaos · 2 keys · 1 workspace · errors for what is not matched',
  );
});

test.each(['127.0.0.1', 'localhost', '::1', '127.0.0.2'])('on %s nobody else can steer', (host) => {
  expect(banner({}, '--host', host).join('\n')).not.toContain('network');
});

test.each(['0.0.0.0', '::', '192.168.1.5'])('on %s one line says who can steer', (host) => {
  const open = banner({}, '--host', host);
  const asking = banner({}, '--host', host, '--api-key', 'a', '--control-key', 'b');
  expect(open).toContain('     open to the network: anyone can steer it; --control-key KEY asks for a key');
  expect(asking).toContain('     open to the network: other machines need the control key to steer it');
  expect([...open, ...asking].filter((line) => line.length > 80)).toEqual([]);
});

test('on every address the URLs are listed under which other machines reach it', () => {
  const addresses = Object.values(networkInterfaces()).flatMap((all = []) => all);
  const outside = addresses.filter(({ family, internal }) => family === 'IPv4' && !internal);
  expect(banner({}, '--host', '0.0.0.0').filter((line) => line.includes('     network '))).toEqual(
    outside.map(({ address }) => `     network http://${address}:7700`),
  );
});
