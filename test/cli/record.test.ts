import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import { ask, declare, MEILI_TOOLS, readWire } from '../kit/chat.ts';
import { listen } from '../kit/listen.ts';
import { type FakeIo, fakeIo } from './fake-io.ts';
import { folderWith } from './scenario-folder.ts';

const fast = { ttft: 0, tps: 0 };
const KEY = 'a-secret-master-key-0123456789';
const documents = [{ id: 1, title: 'Contact', keywords: 'space' }];
const real = createServer({
  apiKeys: [{ key: KEY }],
  scenarios: [
    {
      name: 'films',
      pace: fast,
      match: { message: 'film' },
      turns: [
        {
          reply: [
            { search: { index: 'movies', q: 'space', documents, takes: 0 } },
            { text: 'Watch *Contact*.' },
          ],
        },
        { reply: [{ text: 'It takes 150 minutes.' }] },
      ],
    },
    {
      name: 'held',
      pace: fast,
      match: { message: 'held' },
      reply: [{ text: 'Half of ' }, { hold: 'gate' }, { text: 'it' }],
    },
    { name: 'cut', pace: fast, match: { message: 'cut' }, reply: [{ text: 'Cut here' }, { fault: 'reset' }] },
    {
      name: 'echo',
      pace: fast,
      match: { message: 'echo' },
      reply: [{ text: `The key is ${KEY}, my card 1234-5678.` }],
    },
    { name: 'busy', match: { message: 'busy' }, error: 'too_many_search_requests' },
  ],
});
beforeAll(() => real.listen());
afterAll(() => real.close());

const running: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of running.splice(0)) await end();
});

/** A recorder in a folder of its own. */
async function start(
  options: { argv?: readonly string[]; files?: Record<string, string>; upstream?: string } = {},
) {
  const { argv = [], files = {}, upstream = real.url } = options;
  const cwd = folderWith(files);
  const io = fakeIo({ cwd });
  const code = run(['record', '--upstream', upstream, '--port', '0', ...argv], io);
  let ended = false;
  const stop = async () => {
    if (!ended) io.signal('SIGINT');
    ended = true;
    return code;
  };
  running.push(stop);
  const banner = await io.said(/http:\/\/localhost:\d+\/chats\//);
  const url = /http:\/\/localhost:\d+/.exec(banner)?.[0] ?? '';
  return { io, url, stop, folder: join(cwd, 'scenarios') };
}

const client = (url: string, workspace = 'main', apiKey = KEY) =>
  new OpenAI({ baseURL: `${url}/chats/${workspace}`, apiKey, maxRetries: 0 });

type Messages = OpenAI.ChatCompletionMessageParam[];

async function chat(url: string, messages: Messages, workspace?: string): Promise<string> {
  const stream = await client(url, workspace).chat.completions.create({
    ...{ model: 'gpt-4o', stream: true, messages, tools: declare(...MEILI_TOOLS) },
  });
  let text = '';
  for await (const chunk of stream) text += chunk.choices?.[0]?.delta.content ?? '';
  return text;
}

const written = (io: FakeIo, count: number) => io.said(new RegExp(`(?:✓[^]*){${count}}`));
const read = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8');

test('a chat becomes a file that answers as the server did, and its next turn goes into it', async () => {
  const { io, url, folder, stop } = await start();
  const question: Messages = [{ role: 'user', content: 'Which film?' }];
  const answer = await chat(url, question, 'movies');
  expect(answer).toBe('Watch *Contact*.');
  await written(io, 1);
  expect(readdirSync(folder)).toEqual(['which-film.yaml']);
  expect(parseScenarios(read(folder, 'which-film.yaml')).scenarios[0]?.input).toMatchObject({
    match: { workspace: 'movies' },
    reply: [{ search: { index: 'movies', q: 'space', documents } }, { text: 'Watch *Contact*.' }],
  });
  await chat(
    url,
    [
      ...question,
      { role: 'assistant', content: answer },
      { role: 'user', content: 'And that film is long?' },
    ],
    'movies',
  );
  await written(io, 2);
  expect(readdirSync(folder)).toEqual(['which-film.yaml']);
  expect(parseScenarios(read(folder, 'which-film.yaml')).scenarios[0]?.input.turns).toMatchObject([
    { reply: [{ search: { index: 'movies' } }, { text: 'Watch *Contact*.' }] },
    { reply: [{ text: 'It takes 150 minutes.' }] },
  ]);
  expect(await stop()).toBe(0);
  expect(io.out()).toContain('Which film? · search, text · ');
  expect(io.out()).toContain('2 chats recorded.');

  await using replay = createServer({ scenarios: folder, speed: 0, onUnmatched: 'error' });
  await replay.listen();
  expect(await chat(replay.url, question, 'movies')).toBe('Watch *Contact*.');
});

test('keys are in no file and no line, whoever says them', async () => {
  const { io, url, folder, stop } = await start({ argv: ['--key', KEY, '--redact', '\\d{4}-\\d{4}'] });
  const stream = await client(url, 'main', 'the-key-of-the-client').chat.completions.create({
    ...{
      model: 'gpt-4o',
      stream: true,
      messages: [{ role: 'user', content: 'echo, please; my card is 1111-2222' }],
    },
  });
  let answer = '';
  for await (const chunk of stream) answer += chunk.choices[0]?.delta.content ?? '';
  // The client gets what the server says.
  expect(answer).toContain(KEY);
  await written(io, 1);
  await stop();
  const [file = ''] = readdirSync(folder);
  const text = read(folder, file);
  expect(text).toContain('The key is [redacted], my card [redacted].');
  // What is hidden is not asked for, either.
  expect(parseScenarios(text).scenarios[0]?.input.match?.message).toBe('echo, please; my card is');
  for (const all of [text, file, io.out(), io.err()])
    for (const secret of [KEY, 'the-key-of-the-client', '1234-5678', '1111-2222'])
      expect(all).not.toContain(secret);
});

test('a name that exists gets a number, and nothing is overwritten', async () => {
  const mine = 'name: which-film\nreply: [{ text: Mine }]\n';
  const { io, url, folder, stop } = await start({ files: { 'scenarios/which-film.yaml': mine } });
  await chat(url, [{ role: 'user', content: 'Which film?' }]);
  await written(io, 1);
  expect(read(folder, 'which-film.yaml')).toBe(mine);
  expect(parseScenarios(read(folder, 'which-film-2.yaml')).scenarios[0]?.name).toBe('which-film-2');

  // What was changed by hand since is not written over, either.
  const changed = `${read(folder, 'which-film-2.yaml')}# mine\n`;
  writeFileSync(join(folder, 'which-film-2.yaml'), changed);
  await chat(url, [
    { role: 'user', content: 'Which film?' },
    { role: 'assistant', content: 'Watch *Contact*.' },
    { role: 'user', content: 'Is that film long?' },
  ]);
  await written(io, 2);
  await stop();
  expect(read(folder, 'which-film-2.yaml')).toBe(changed);
  expect(parseScenarios(read(folder, 'which-film-2-2.yaml')).scenarios[0]?.input.turns).toHaveLength(2);
  expect(readdirSync(folder).filter((file) => file.includes('tmp'))).toEqual([]);
});

describe('what is cut short leaves a complete file', () => {
  test('of a client that left', async () => {
    const { io, url, folder } = await start();
    const body = { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'held' }] };
    const headers = { authorization: `Bearer ${KEY}` };
    await readWire(url, body, { headers, enough: (text) => text.includes('Half') && text.includes(' of') });
    await written(io, 1);
    const text = read(folder, 'held.yaml');
    expect(text).toContain('# The client left here');
    expect(parseScenarios(text).scenarios[0]?.input.reply?.[0]).toMatchObject({
      text: expect.stringMatching(/^Half/),
    });
  });

  test('of a server that broke off', async () => {
    const { io, url, folder } = await start();
    const body = { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'cut' }] };
    const { broken } = await readWire(url, body, { headers: { authorization: `Bearer ${KEY}` } });
    expect(broken).toBeDefined();
    await written(io, 1);
    expect(parseScenarios(read(folder, 'cut.yaml')).scenarios[0]?.input.reply).toMatchObject([
      { text: 'Cut here' },
      { fault: 'reset' },
    ]);
  });

  test('of a recorder that is stopped', async () => {
    const { url, folder, stop } = await start();
    const body = { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'held' }] };
    const response = await ask(url, body, { headers: { authorization: `Bearer ${KEY}` } });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ''; !text.includes(' of'); ) text += (await reader?.read())?.value ?? '';
    expect(await stop()).toBe(0);
    await reader?.cancel().catch(() => undefined);
    expect(readdirSync(folder)).toEqual(['held.yaml']);
    expect(parseScenarios(read(folder, 'held.yaml')).problems).toEqual([]);
  });
});

test('an error and the retry after it are attempts', async () => {
  const { io, url, folder } = await start();
  const failing = chat(url, [{ role: 'user', content: 'busy' }]);
  await expect(failing).rejects.toThrow(/503/);
  await written(io, 1);
  expect(read(folder, 'busy.yaml')).toContain('error: too_many_search_requests');
  await expect(chat(url, [{ role: 'user', content: 'busy' }])).rejects.toThrow(/503/);
  await written(io, 2);
  const error = 'too_many_search_requests';
  expect(parseScenarios(read(folder, 'busy.yaml')).scenarios[0]?.input.attempts).toEqual([
    { error },
    { error },
  ]);
});

describe('a server of OpenAI’s kind', () => {
  let upstream: Server;
  let upstreamUrl = '';
  const paths: (string | undefined)[] = [];
  beforeAll(async () => {
    const call = { index: 0, id: 'call_1', type: 'function', function: { name: 'get_time', arguments: '' } };
    const chunks = [
      { role: 'assistant', content: '' },
      { content: 'Let me look.' },
      { tool_calls: [call] },
      { tool_calls: [{ index: 0, function: { arguments: '{"city": ' } }] },
      { tool_calls: [{ index: 0, function: { arguments: '"Lyon"}' } }] },
    ].map((delta) => ({ choices: [{ index: 0, delta, finish_reason: null }] }));
    const last = { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] };
    upstream = createHttpServer((request, response) => {
      paths.push(request.url);
      request.resume();
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      const all = [...chunks, last].map((chunk) => ({
        id: 'chatcmpl-1',
        model: 'gpt-4o',
        object: 'chat.completion.chunk',
        created: 1,
        ...chunk,
      }));
      response.end(`${all.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`);
    });
    upstreamUrl = await listen(upstream);
  });
  afterAll(() => upstream.close());

  test('is asked at its own path, and its calls are steps', async () => {
    const { io, url, folder } = await start({
      upstream: `${upstreamUrl}/v1`,
      argv: ['--workspace', 'clock'],
    });
    expect(io.out()).toContain('/chats/clock');
    await chat(url, [{ role: 'user', content: 'What time is it?' }], 'clock');
    await written(io, 1);
    expect(paths).toEqual(['/v1/chat/completions']);
    expect(parseScenarios(read(folder, 'what-time-is-it.yaml')).scenarios[0]?.input).toMatchObject({
      match: { workspace: 'clock', message: 'What time is it?' },
      reply: [{ text: 'Let me look.' }, { toolCall: { name: 'get_time', arguments: { city: 'Lyon' } } }],
    });
  });
});

test('what is wrong with the command line is said in one line', async () => {
  const io = fakeIo({ cwd: folderWith({}) });
  expect(await run(['record'], io)).toBe(2);
  expect(io.err()).toContain('Which server is to be recorded? --upstream URL.');
  expect(await run(['record', '--upstream', 'http://localhost:1', '--redact', '('], io)).toBe(1);
  expect(io.err()).toContain('--redact ( cannot be used');
  expect(await run(['record', '--upstream', 'localhost'], io)).toBe(1);
  expect(io.err()).toContain('--upstream is a URL');
});

test('the folder is made where it is wanted', async () => {
  const cwd = folderWith({});
  mkdirSync(join(cwd, 'deep'));
  const io = fakeIo({ cwd });
  const code = run(['record', '--upstream', real.url, '--port', '0', '-o', 'deep/er'], io);
  const banner = await io.said(/http:\/\/localhost:\d+\/chats\//);
  await chat(/http:\/\/localhost:\d+/.exec(banner)?.[0] ?? '', [{ role: 'user', content: 'Which film?' }]);
  await written(io, 1);
  io.signal('SIGINT');
  expect(await code).toBe(0);
  expect(readdirSync(join(cwd, 'deep/er'))).toEqual(['which-film.yaml']);
});
