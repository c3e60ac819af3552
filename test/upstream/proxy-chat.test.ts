import { createServer as createHttp, type IncomingHttpHeaders, type Server } from 'node:http';
import { Readable } from 'node:stream';
import OpenAI from 'openai';
import { afterEach, describe, expect, test } from 'vitest';
import { createFetchMock } from '../../src/hosts/fetch/fetch-mock.ts';
import type { ServerOptions } from '../../src/hosts/server/options.ts';
import { type ChatMockServer, createMockServer, createServer } from '../../src/hosts/server/server.ts';
import { scenario } from '../../src/scenario/builder.ts';
import type { Exchange } from '../../src/upstream/exchange.ts';
import { GALLERY, GOLDEN } from '../gallery/golden.ts';
import {
  ask,
  askStream,
  chatBody,
  chatHeaders,
  declare,
  MEILI_TOOLS,
  readStream,
  readWire,
} from '../kit/chat.ts';
import { listen } from '../kit/listen.ts';

const servers: ChatMockServer[] = [];
const others: Server[] = [];
afterEach(async () => {
  for (const other of others.splice(0)) other.close().closeAllConnections();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(options: ServerOptions = {}) {
  const server = createServer(options);
  servers.push(server);
  await server.listen();
  return server;
}

/** A server of the test's own. */
function listenOn(server: Server): Promise<string> {
  others.push(server);
  return listen(server);
}

/** A "real" server, and a mock before it. */
async function startBoth(options: ServerOptions = {}) {
  const real = await start();
  const exchanges: Exchange[] = [];
  const onExchange = (exchange: Exchange) => exchanges.push(exchange);
  const mock = await start({ proxyChat: real.url, onExchange, ...options });
  return { real, mock, exchanges };
}

const movie = scenario('movie')
  .pace({ ttft: 0, tps: 0 })
  .search({ index: 'movies', q: 'space', documents: [{ id: 1, title: 'Contact' }] })
  .text('Try **Contact**.');

const withTools = { tools: declare(...MEILI_TOOLS), stream: true };

test('the bytes, status and headers of the real server are what the client gets', async () => {
  const { real, mock } = await startBoth();
  await real.use(movie);
  const direct = await readWire(real.url, chatBody(withTools));
  const passed = await readWire(mock.url, chatBody(withTools));
  const ofReal = await real.lastRequest();
  const sent = (ofReal?.frames ?? []).map(({ data }) => data).join('');
  expect(passed.bytes.toString()).toBe(`retry: 10000\n\n${sent}`);
  const { date: _, ...headers } = direct.headers;
  expect(passed.headers).toMatchObject(headers);
  expect(passed.status).toBe(200);
});

test('the journal has the real stream: its kinds, its frames, no violations, and who answered', async () => {
  const { real, mock } = await startBoth();
  await real.use(movie);
  await readWire(mock.url, chatBody(withTools));
  const ofReal = await real.lastRequest();
  const kinds = ofReal?.frames.map(({ kind, data }) => ({ kind, data }));
  expect(kinds?.map(({ kind }) => kind)).toContain('sources');
  expect(await mock.lastRequest()).toMatchObject({
    ...{ kind: 'chat', workspace: 'main', scenario: null, upstream: real.url, status: 200 },
    ...{ frames: kinds, violations: [], warnings: [], ending: { type: 'done' } },
  });
  expect(await mock.unmatched()).toEqual([]);
});

test('what the real server sends wrongly is in the journal as violations, and goes out', async () => {
  const { real, mock } = await startBoth();
  await real.use(scenario('odd').raw('data: {"choices":[{"index":"first"}]}\n\n'));
  const { wire } = await readWire(mock.url, chatBody({ stream: true })).then(({ bytes }) => ({
    wire: bytes.toString(),
  }));
  expect(wire).toContain('{"choices":[{"index":"first"}]}');
  const { violations = [] } = (await mock.lastRequest()) ?? {};
  expect(violations.map(({ location }) => location.join('.'))).toContain('response.body.0.choices.0.index');
});

test('every scenario of the gallery passes: the same bytes and the same kinds', {
  timeout: 60_000,
}, async () => {
  const real = await start({ scenarios: [...GALLERY], ...GOLDEN });
  const mock = await start({ proxyChat: real.url, speed: 0 });
  for (const { name } of GALLERY) {
    // Those never end.
    if (/stalled|held/.test(name)) continue;
    await real.reset();
    await real.use(name);
    const passed = await readWire(mock.url, chatBody(withTools));
    const [ofReal, ofMock] = [await real.lastRequest(), await mock.lastRequest()];
    // What is cut in the middle came, too.
    const kinds = (entry: typeof ofReal) =>
      entry?.frames.flatMap(({ kind }) => (name === 'half-frame' && kind === 'raw' ? [] : [kind]));
    expect([name, ofMock?.status, kinds(ofMock)]).toEqual([name, ofReal?.status, kinds(ofReal)]);
    const data = ofReal?.frames.map((frame) => frame.data).join('') ?? '';
    expect(passed.bytes.toString().replace(/^retry: 10000\n\n/, '')).toContain(data);
  }
});

test('a frame goes out before the next one comes: nothing is kept back', async () => {
  const { real, mock } = await startBoth();
  await real.use(scenario('two').text('one').hold('between').text('two'));
  let seen = '';
  const whole = readWire(mock.url, chatBody({ stream: true }), {
    enough(text) {
      seen = text;
      return false;
    },
  });
  await real.holds.reached('between');
  await expect.poll(() => seen).toContain('"content":"one"');
  expect(seen).not.toContain('two');
  await real.hold('between').release();
  expect((await whole).bytes.toString()).toContain('"content":"two"');
});

test('the openai client, through both', async () => {
  const { real, mock } = await startBoth();
  await real.use(movie);
  const client = new OpenAI({ baseURL: `${mock.url}/chats/movies`, apiKey: 'any' });
  const stream = await client.chat.completions.create({
    ...{ model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'Hi' }] },
  });
  let answer = '';
  for await (const chunk of stream) answer += chunk.choices[0]?.delta.content ?? '';
  expect(answer).toBe('Try **Contact**.');
});

test('a client that takes no stream gets the body, and an error passes on as it is', async () => {
  const { real, mock, exchanges } = await startBoth();
  await real.use(movie);
  const direct = await (await ask(real.url, chatBody())).json();
  const passed = await (await ask(mock.url, chatBody())).json();
  expect(passed.choices).toEqual(direct.choices);
  await real.use({ name: 'gone', error: 'chat_not_found' });
  const refused = await ask(mock.url, chatBody({ stream: true }));
  expect(refused.status).toBe(404);
  expect(refused.headers.get('content-type')).toBe('application/json');
  expect(await refused.json()).toMatchObject({ code: 'chat_not_found' });
  expect(await mock.lastRequest()).toMatchObject({ status: 404, frames: [{ kind: 'body' }] });
  expect(exchanges.map(({ status, frames }) => [status, frames.length])).toEqual([
    [200, 1],
    [404, 1],
  ]);
});

describe('the clock of the mock', () => {
  test('stops at a kind of frame, and steps what the real server sent', async () => {
    const { real, mock } = await startBoth();
    await real.use(movie);
    await mock.clock.pauseAt('sources');
    const asked = ask(mock.url, chatBody(withTools));
    await mock.clock.paused();
    const before = await mock.lastRequest();
    expect(before?.frames.map(({ kind }) => kind)).toEqual(['progress', 'append']);
    await mock.clock.next();
    expect((await mock.lastRequest())?.frames.at(-1)?.kind).toBe('sources');
    await mock.clock.resume();
    expect(readStream(await (await asked).text())).toMatchObject({ text: 'Try **Contact**.', done: true });
  });

  test('next() waits for a frame that has not come yet', async () => {
    const { real, mock } = await startBoth();
    await real.use(scenario('two').text('one').hold('between').text('two'));
    await mock.clock.pauseAt(0);
    const asked = ask(mock.url, chatBody({ stream: true }));
    await mock.clock.next(2);
    await real.holds.reached('between');
    const state = await mock.clock.state();
    expect(state.streams).toMatchObject([{ sent: 2, next: 'what the upstream sends' }]);
    const third = mock.clock.next();
    await real.hold('between').release();
    expect((await third).streams).toMatchObject([{ sent: 3 }]);
    await mock.clock.resume();
    expect(readStream(await (await asked).text()).text).toBe('onetwo');
  });

  test('next() with nothing to come says so in time', async () => {
    const { real, mock } = await startBoth();
    await real.use(scenario('held').text('x').hold('gate'));
    await mock.clock.pauseAt(0);
    await ask(mock.url, chatBody({ stream: true }));
    await mock.clock.next(2);
    await expect(mock.clock.next(1, { timeout: 50 })).rejects.toThrow('the upstream to send something');
  });

  test('runFor() and a number of frames stop where they say', async () => {
    const { real, mock } = await startBoth();
    await real.use(scenario('four').pace({ ttft: 0, tps: 0 }).text('one two three four'));
    await mock.clock.pauseAt(2);
    const asked = ask(mock.url, chatBody({ stream: true }));
    await mock.clock.paused();
    expect((await mock.lastRequest())?.frames).toHaveLength(2);
    // All of it has come by then.
    await real.waitForRequest(({ ending }) => ending !== undefined);
    await mock.clock.runFor(60_000);
    expect(readStream(await (await asked).text()).text).toBe('one two three four');
  });

  test('a slower clock makes a real stream slower', async () => {
    const { real, mock } = await startBoth();
    await real.use(scenario('paced').pace({ ttft: 100, tps: 50 }).text('one two three four five six'));
    await mock.clock.setSpeed(0.5);
    await (await ask(mock.url, chatBody({ stream: true }))).text();
    const [fast, slow] = [await real.lastRequest(), await mock.lastRequest()];
    const last = (entry: typeof fast) => entry?.frames.at(-1)?.written ?? 0;
    // In virtual ms they are alike, of which one is two real ones here.
    expect(last(slow)).toBeGreaterThan(last(fast) * 0.9);
    expect(slow?.frames.every(({ due, written }) => written >= due - 1)).toBe(true);
  });
});

describe('what breaks', () => {
  test.each(['reset', 'half-frame', 'truncate', 'no-done'] as const)(
    'the fault %s strikes it',
    async (fault) => {
      const { real, mock, exchanges } = await startBoth();
      await real.use(movie);
      await mock.fault({ fault, after: 2 });
      const { bytes, broken } = await readWire(mock.url, chatBody(withTools));
      const entry = await mock.lastRequest();
      expect(entry).toMatchObject({ ending: { type: 'fault', fault }, frames: [{}, {}] });
      expect(broken !== undefined).toBe(fault === 'reset' || fault === 'half-frame');
      expect(bytes.toString()).not.toContain('[DONE]');
      await expect.poll(() => exchanges.length).toBe(1);
    },
  );

  test.each(['truncate', 'half-frame'] as const)('the fault %s cuts a body in half', async (fault) => {
    const { real, mock } = await startBoth();
    await real.use(movie);
    const whole = (await readWire(real.url, chatBody())).bytes;
    await mock.fault({ fault });
    const { bytes, broken } = await readWire(mock.url, chatBody());
    expect(broken).toBeDefined();
    expect(bytes.length).toBe(Math.ceil(whole.length / 2));
  });

  test('the fault stall: nothing more comes until the client leaves', async () => {
    const { real, mock } = await startBoth();
    await real.use(movie);
    await mock.fault({ fault: 'stall', after: 2 });
    const enough = (text: string) => text.split('data:').length > 2;
    await readWire(mock.url, chatBody(withTools), { enough });
    const entry = await mock.waitForRequest(({ ending }) => ending !== undefined);
    expect(entry).toMatchObject({ ending: { type: 'fault', fault: 'stall' }, frames: [{}, {}] });
  });

  test('fail() and drop() end it, and the real server sees its client leave', async () => {
    const { real, mock, exchanges } = await startBoth();
    await real.use(scenario('held').text('one').hold('gate').text('two'));
    const first = ask(mock.url, chatBody({ stream: true }));
    await real.holds.reached('gate');
    await (await first).body;
    await mock.fail('too_many_search_requests');
    expect(readStream(await (await first).text()).errors).toMatchObject([{ error: { code: '503' } }]);
    expect(await real.waitForRequest(({ ending }) => ending !== undefined)).toMatchObject({
      ending: { type: 'left' },
    });
    const second = await ask(mock.url, chatBody({ stream: true }));
    await real.holds.reached('gate');
    await mock.drop();
    await expect(second.text()).rejects.toThrow();
    await expect.poll(() => exchanges.map(({ ending }) => ending)).toEqual(['left', 'left']);
  });

  test('a client that leaves: so does the mock', async () => {
    const { real, mock, exchanges } = await startBoth();
    await real.use(scenario('held').text('one').hold('gate').text('two'));
    await readWire(mock.url, chatBody({ stream: true }), { enough: (text) => text.includes('one') });
    const ended = ({ ending }: { ending: unknown }) => ending !== undefined;
    expect(await real.waitForRequest(ended)).toMatchObject({ ending: { type: 'left' } });
    expect(await mock.waitForRequest(ended)).toMatchObject({ ending: { type: 'left', after: 2 } });
    await expect.poll(() => exchanges.length).toBe(1);
    expect(exchanges[0]).toMatchObject({ ending: 'left', status: 200 });
  });

  test('a client that leaves before there is an answer: so does the mock', async () => {
    let left = (): void => undefined;
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    const asked = new AbortController();
    const silent = createHttp((req) => {
      req.resume().socket.once('close', left);
      asked.abort();
    });
    const mock = await start({ proxyChat: await listenOn(silent) });
    await expect(ask(mock.url, chatBody(), { signal: asked.signal })).rejects.toThrow();
    await gone;
    const entry = await mock.waitForRequest(({ ending }) => ending !== undefined);
    expect(entry).toMatchObject({ status: undefined, ending: { type: 'left', after: 0 } });
  });

  test('a real server that breaks off: so does the mock, and the journal says why', async () => {
    const { real, mock, exchanges } = await startBoth();
    await real.use(scenario('breaks').text('one').fault('half-frame'));
    const { bytes, broken } = await readWire(mock.url, chatBody({ stream: true }));
    expect(broken).toBeDefined();
    expect(bytes.toString()).toContain('"content":"one"');
    const entry = await mock.lastRequest();
    expect(entry).toMatchObject({ ending: { type: 'fault', fault: 'reset' } });
    expect(entry?.frames.at(-1)).toMatchObject({ kind: 'raw' });
    expect(entry?.warnings.join()).toContain('the upstream broke off');
    expect(exchanges).toMatchObject([{ ending: 'broken' }]);
  });

  test('a real server that ends early, cleanly: so does the mock', async () => {
    const { real, mock, exchanges } = await startBoth();
    await real.use(scenario('ends').text('one').fault('truncate'));
    const { bytes, broken } = await readWire(mock.url, chatBody({ stream: true }));
    expect(broken).toBeUndefined();
    expect(bytes.toString()).not.toContain('[DONE]');
    expect(exchanges).toMatchObject([{ ending: 'complete' }]);
  });

  test('no server: 502 in the shape of Meilisearch, saying what was tried', async () => {
    const gone = createHttp();
    const url = await listenOn(gone);
    await new Promise((resolve) => gone.close(resolve));
    const mock = await start({ proxyChat: url });
    const response = await ask(mock.url, chatBody({ stream: true }));
    expect(response.status).toBe(502);
    const body = await response.json();
    expect(Object.keys(body)).toEqual(['message', 'code', 'type', 'link']);
    expect(body.message).toContain(`POST ${url}/chats/main/chat/completions: connect ECONNREFUSED`);
    expect(body.message).toContain('--proxy-chat');
    const entry = await mock.lastRequest();
    expect(entry).toMatchObject({ status: 502, upstream: url, ending: { type: 'done' } });
    expect(entry?.warnings.join()).toContain('ECONNREFUSED');
  });

  test('a server that is silent: 504, and a stream that falls silent is cut', async () => {
    const { real, mock } = await startBoth({ proxyTimeout: 200 });
    await real.use(scenario('silent').pace({ ttft: 0 }).text('one').hold('gate').text('two'));
    const { broken, bytes } = await readWire(mock.url, chatBody({ stream: true }));
    expect([broken !== undefined, bytes.toString().includes('one')]).toEqual([true, true]);
    expect((await mock.lastRequest())?.warnings.join()).toContain('nothing came for 0.2 s');
    const silent = await start({ proxyChat: await listenOn(createHttp(() => undefined)), proxyTimeout: 50 });
    const response = await ask(silent.url, chatBody());
    expect(response.status).toBe(504);
    expect((await response.json()).message).toContain('proxyTimeout');
  });
});

describe('who answers', () => {
  test('a scenario that is chosen, for the session or by the request, answers in place of the real server', async () => {
    const { real, mock } = await startBoth({
      scenarios: [scenario('mine').match({ workspace: 'main' }).text('mine')],
    });
    await real.use(scenario('real').text('real'));
    const text = async (headers = {}) => (await askStream(mock.url, {}, { headers })).text;
    expect(await text()).toBe('real');
    expect(await text({ 'x-mock-scenario': 'mine' })).toBe('mine');
    await mock.use('mine', { times: 1 });
    expect(await text()).toBe('mine');
    expect(await text()).toBe('real');
    expect((await ask(mock.url, chatBody(), { headers: { prefer: 'code=404' } })).status).toBe(404);
  });

  test('sessions are apart, and their prefix does not reach the real server', async () => {
    const { real, mock } = await startBoth();
    await real.use(scenario('real').text('real'));
    const one = mock.session('one');
    await one.fault({ fault: 'truncate', after: 0 });
    expect((await askStream(`${mock.url}/@one`)).text).toBe('');
    expect((await askStream(`${mock.url}/@two`)).text).toBe('real');
    const paths = (await real.requests()).map(({ request }) => request.path);
    expect(paths).toEqual(Array(2).fill('/chats/main/chat/completions'));
    expect(await one.requests()).toHaveLength(1);
  });

  test('another server in the way of OpenAI, with a key of its own', async () => {
    const asked: { url: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
    const other = createHttp(async (req, res) => {
      const body = await new Response(Readable.toWeb(req) as ReadableStream).text();
      asked.push({ url: req.url, headers: req.headers, body });
      res.writeHead(200, { 'content-type': 'text/event-stream', 'set-cookie': 'secret=1' });
      res.end(
        'data: {"id":"a","choices":[{"index":0,"delta":{"content":"Hi"}}]}\r\n\r\ndata: [DONE]\r\n\r\n',
      );
    });
    const url = `${await listenOn(other)}/v1`;
    const { mock, exchanges } = await startBoth({
      proxyChat: { url, kind: 'openai', apiKey: 'sk-of-the-server' },
    });
    const body = chatBody({ stream: true, metadata: { api_key: 'sk-in-the-body' } });
    const headers = {
      authorization: 'Bearer mine',
      cookie: 'a=b',
      connection: 'keep-alive, x-hop',
      'x-hop': '1',
    };
    const { bytes, headers: given } = await readWire(mock.url, body, { headers });
    expect(bytes.toString()).toContain('"content":"Hi"');
    expect(given['set-cookie']).toBeUndefined();
    const [request] = asked;
    expect(request?.url).toBe('/v1/chat/completions');
    expect(JSON.parse(request?.body ?? '')).toEqual(body);
    expect(request?.headers).toMatchObject({
      authorization: 'Bearer sk-of-the-server',
      'accept-encoding': 'identity',
    });
    expect(Object.keys(request?.headers ?? {})).not.toEqual(expect.arrayContaining(['cookie']));
    expect(request?.headers['x-hop']).toBeUndefined();
    const entry = await mock.lastRequest();
    expect(entry?.frames.map(({ kind }) => kind)).toEqual(['text', 'done']);
    expect(entry?.violations).toEqual([]);
    expect(JSON.stringify([entry, exchanges])).not.toMatch(/sk-|secret|Bearer mine/);
    expect(exchanges[0]?.frames.map(({ data }) => data)).toEqual([
      'data: {"id":"a","choices":[{"index":0,"delta":{"content":"Hi"}}]}',
      'data: [DONE]',
    ]);
  });

  test('whatever bytes come, in whatever pieces, they go out as they are', async () => {
    const chunk = (delta: object) => JSON.stringify({ choices: [{ index: 0, delta }] });
    const events = [
      ...[
        'retry: 3000\n\n',
        ': keep-alive\n\n',
        '\n',
        `data: ${chunk({ role: 'assistant', content: '' })}\n\n`,
      ],
      ...[`event: x\r\ndata:${chunk({ content: 'é\u2028🙂' })}\r\n\r\n`, 'data: {"choices":\ndata: []}\n\n'],
      ...['id: 4\n\n', `data: ${chunk({ tool_calls: [{ function: { name: 'mine' } }] })}\n\n`],
      ...['data: {"error":{"message":"no"}}\n\n', 'data: [1\n\n', 'data: [DONE]\n\n', 'data: not the end'],
    ];
    const bytes = Buffer.concat([...events.map((event) => Buffer.from(event)), Buffer.from([0xff, 0xfe])]);
    const other = createHttp(async (_, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      for (const byte of bytes) await new Promise((resolve) => res.write(Uint8Array.of(byte), resolve));
      res.end();
    });
    const proxyChat = { url: await listenOn(other), kind: 'openai' } as const;
    const { mock, exchanges } = await startBoth({ proxyChat });
    const passed = await readWire(mock.url, chatBody({ stream: true }));
    expect(passed.bytes.equals(bytes)).toBe(true);
    const kinds = (await mock.lastRequest())?.frames.map(({ kind }) => kind);
    const expected = [
      'comment',
      'comment',
      'role',
      'text',
      'raw',
      'raw',
      'toolCall',
      'error',
      'raw',
      'done',
      'raw',
    ];
    expect(kinds).toEqual(expected);
    expect(exchanges[0]?.frames.map(({ data }) => data).slice(0, 3)).toEqual([
      'retry: 3000',
      ': keep-alive',
      '',
    ]);
  });

  test('a mistake in the options is said at once', () => {
    expect(() => createServer({ proxyChat: true })).toThrow('no server is named');
    expect(() => createServer({ proxyChat: 'localhost:7701' })).toThrow('http://localhost:7701');
    expect(() => createServer({ proxy: 'ftp://a' })).toThrow('proxy is the URL of a server');
    expect(() => createServer({ proxy: 'http://me:secret@a' })).toThrow(
      /^proxy has a user or a password in its URL/,
    );
  });

  test('onExchange that throws breaks nothing', async () => {
    const { real, mock } = await startBoth({
      onExchange() {
        throw new Error('disk full');
      },
    });
    await real.use(scenario('real').text('real'));
    expect((await askStream(mock.url)).text).toBe('real');
    expect((await mock.lastRequest())?.warnings).toEqual(['onExchange threw: disk full']);
  });
});

test('a reset while the last of a stream is being proven forgets it, and nothing comes after', async () => {
  const real = await start();
  await real.use(movie);
  const { server, simulator } = createMockServer({ proxyChat: real.url });
  servers.push(server);
  const events: string[] = [];
  simulator.watch(({ type }) => events.push(type));
  await server.listen();
  await server.clock.pauseAt('done');
  const asked = ask(server.url, chatBody({ stream: true }));
  await server.clock.paused();
  const stepped = server.clock.next();
  await (await asked).text();
  await stepped;
  await server.reset();
  expect(await server.requests()).toEqual([]);
  const before = events.length;
  await simulator.session().settled();
  await new Promise(setImmediate);
  expect(events.slice(before)).toEqual([]);
  expect(events.filter((type) => type === 'ended')).toHaveLength(1);
  expect(simulator.session().idle).toBe(true);
});

test('a real stream is saved as a scenario that says the same', async () => {
  const { real, mock } = await startBoth();
  await real.use(movie);
  await readWire(mock.url, chatBody(withTools));
  await mock.requests();
  const text = await (await fetch(`${mock.url}/__mock/requests/1/scenario`)).text();
  expect(text).toContain('Try **Contact**.');
  expect(text).toContain('title: Contact');
});

test('a mock without a server passes chats on, too', async () => {
  const real = await start();
  await real.use(scenario('real').text('real'));
  const mock = createFetchMock({ proxyChat: real.url });
  const response = await mock.fetch('/chats/main/chat/completions', {
    ...{ method: 'POST', headers: chatHeaders, body: JSON.stringify(chatBody({ stream: true })) },
  });
  expect(readStream(await response.text()).text).toBe('real');
});
