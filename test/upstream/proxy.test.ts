import {
  createServer as createHttp,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { Meilisearch } from 'meilisearch';
import { afterEach, describe, expect, test } from 'vitest';
import type { ServerOptions } from '../../src/hosts/server/options.ts';
import { type ChatMockServer, createServer } from '../../src/hosts/server/server.ts';
import { scenario } from '../../src/scenario/builder.ts';
import { askStream, chatHeaders } from '../kit/chat.ts';
import { listen } from '../kit/listen.ts';
import { RawConnection } from '../kit/raw-client.ts';

const mocks: ChatMockServer[] = [];
const others: Server[] = [];
afterEach(async () => {
  for (const other of others.splice(0)) other.close().closeAllConnections();
  await Promise.all(mocks.splice(0).map((mock) => mock.close()));
});

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** A server of the test's own, and a mock that passes on to it. */
async function startBefore(handler: Handler, options: ServerOptions = {}) {
  const asked: { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders }[] = [];
  const other = createHttp((req, res) => {
    asked.push({ method: req.method, url: req.url, headers: req.headers });
    handler(req, res);
  });
  others.push(other);
  const real = await listen(other);
  const mock = createServer({ proxy: real, ...options });
  mocks.push(mock);
  return { real, mock, url: await mock.listen(), asked };
}

const json = (res: ServerResponse, status: number, body: unknown) =>
  res.writeHead(status, { 'content-type': 'application/json', 'x-real': 'yes' }).end(JSON.stringify(body));

/** As much of a Meilisearch as these tests need: documents, a search in them, and a task. */
function smallMeilisearch(): Handler {
  const documents: { title: string }[] = [];
  const task = {
    taskUid: 1,
    uid: 1,
    indexUid: 'movies',
    status: 'succeeded',
    type: 'documentAdditionOrUpdate',
  };
  return async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    const body = parts.length === 0 ? {} : JSON.parse(Buffer.concat(parts).toString());
    if (req.url === '/indexes/movies/documents') {
      documents.push(...body);
      json(res, 202, { ...task, enqueuedAt: '2026-01-01T00:00:00Z' });
    } else if (req.url === '/indexes/movies/search') {
      json(res, 200, { hits: documents.filter(({ title }) => title.includes(body.q)), query: body.q });
    } else if (req.url === '/tasks/1') json(res, 200, task);
    else if (req.url === '/health') json(res, 200, { status: 'available', real: true });
    else json(res, 404, { code: 'not_found' });
  };
}

/** The rows of the panel that went on. */
async function passed(url: string) {
  const { results } = await (await fetch(`${url}/__mock/requests/overview`)).json();
  return results.filter(({ kind }: { kind: string }) => kind === 'passed');
}

test('one host serves documents, searches and the mocked chat: the meilisearch client', async () => {
  const { url, real, mock } = await startBefore(smallMeilisearch(), {
    scenarios: [scenario('chat').text('Hello')],
  });
  await mock.use('chat');
  const client = new Meilisearch({ host: url, apiKey: 'secret-key' });
  await client
    .index('movies')
    .addDocuments([{ id: 1, title: 'Contact' }])
    .waitTask();
  expect((await client.index('movies').search('Cont')).hits).toEqual([{ id: 1, title: 'Contact' }]);
  const stream = await client.chat('movies').streamCompletion({
    ...{ model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'Hi' }] },
  });
  expect(await new Response(stream).text()).toContain('Hello');
  await client
    .chat('movies')
    .update({ source: 'openAi' } as Parameters<ReturnType<typeof client.chat>['update']>[0]);
  const rows = await passed(url);
  expect(rows.map(({ method, path, status }: Record<string, unknown>) => [method, path, status])).toEqual([
    ['POST', '/indexes/movies/documents', 202],
    ['GET', '/tasks/1', 200],
    ['POST', '/indexes/movies/search', 200],
  ]);
  expect(rows[0]).toMatchObject({ upstream: real, ending: { type: 'done' }, marks: [] });
  const detail = await (await fetch(`${url}/__mock/requests/${rows[0].number}`)).text();
  expect(detail).not.toMatch(/Contact|secret-key/);
  expect(JSON.parse(detail).request.body).toBe(null);
  // They are no chats.
  expect(await mock.requests()).toHaveLength(1);
  expect(await mock.unmatched()).toEqual([]);
});

test('what is mocked: chats, their settings and the control API; with proxyChat, only what a scenario is chosen for', async () => {
  const { url, asked } = await startBefore((_, res) => json(res, 200, {}), {
    scenarios: [scenario('mine').text('mine')],
  });
  for (const path of [
    '/chats',
    '/chats/movies/settings',
    '/@one/chats/movies',
    '/__mock/scenarios',
    '/@one/__mock/clock',
    '/%63hats',
  ])
    await (await fetch(url + path)).text();
  expect(asked).toEqual([]);
  for (const path of ['/health', '/chatsy', '/', '/indexes?limit=1', '/v1/chat/completions'])
    await (await fetch(url + path)).text();
  expect(asked.map((one) => one.url)).toEqual([
    '/health',
    '/chatsy',
    '/',
    '/indexes?limit=1',
    '/v1/chat/completions',
  ]);
  const both = await startBefore((_, res) => json(res, 200, {}), {
    ...{ scenarios: [scenario('mine').text('mine')], proxyChat: true },
  });
  await (await fetch(`${both.url}/chats/movies/settings`)).text();
  await (
    await fetch(`${both.url}/chats/movies/chat/completions`, {
      method: 'POST',
      headers: chatHeaders,
      body: '{}',
    })
  ).text();
  expect(both.asked.map((one) => one.url)).toEqual([
    '/chats/movies/settings',
    '/chats/movies/chat/completions',
  ]);
  const { text } = await askStream(both.url, {}, { headers: { 'x-mock-scenario': 'mine' } });
  expect([text, both.asked.length]).toEqual(['mine', 2]);
});

test('headers pass, those of one connection and of the mock do not; the prefix of a session is cut off', async () => {
  const { url, asked, mock } = await startBefore((_, res) => {
    res.writeHead(201, 'Made', {
      ...{ 'x-own': 'a', 'set-cookie': ['a=1', 'b=2'], connection: 'keep-alive, x-hop', 'x-hop': 'b' },
      ...{ 'keep-alive': 'timeout=9', 'proxy-authenticate': 'Basic' },
    });
    res.end('made');
  });
  const connection = await RawConnection.open(url);
  const lines = [
    'PUT /@one/keys/1?a=b%20c HTTP/1.1',
    'Host: localhost',
    'Authorization: Bearer secret',
    'X-Mine: 1',
  ];
  const hops = [
    'Connection: keep-alive, X-Hop',
    'X-Hop: 2',
    'TE: trailers',
    'Upgrade: websocket',
    'X-Mock-Profile: server',
  ];
  connection.send(`${[...lines, ...hops, 'Content-Length: 2'].join('\r\n')}\r\n\r\n{}`);
  const answer = await connection.response('PUT');
  expect([answer?.status, answer?.reason, answer?.body.toString()]).toEqual([201, 'Made', 'made']);
  const given = (answer?.headers ?? []).map(([name, value]) => `${name.toLowerCase()}: ${value}`);
  expect(given).toEqual(expect.arrayContaining(['x-own: a', 'set-cookie: a=1', 'set-cookie: b=2']));
  expect(given.join('\n')).not.toMatch(/x-hop|timeout=9|proxy-auth/);
  const [{ url: path, headers } = { url: '', headers: {} }] = asked;
  expect(path).toBe('/keys/1?a=b%20c');
  expect(headers).toMatchObject({ authorization: 'Bearer secret', 'x-mine': '1', 'content-length': '2' });
  expect(Object.keys(headers).join()).not.toMatch(/x-hop|\bte\b|upgrade|x-mock/);
  const inSession = await (await fetch(`${mock.session('one').url}/__mock/requests/overview`)).json();
  expect(inSession.results).toMatchObject([{ kind: 'passed', path: '/keys/1?a=b%20c', session: 'one' }]);
  expect(await passed(url)).toEqual([]);
});

test('a client that expects 100 gets it, and its body passes', async () => {
  const { url } = await startBefore((req, res) => req.pipe(res));
  const connection = await RawConnection.open(url);
  connection.send(
    'POST /dumps HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n',
  );
  await expect.poll(() => connection.unread).toBeGreaterThan(0);
  connection.send('5\r\nhello\r\n0\r\n\r\n');
  const answer = await connection.response('POST');
  expect([answer?.interim, answer?.body.toString()]).toEqual([[100], 'hello']);
});

test('bodies stream both ways at once: each part arrives before the next one is sent', async () => {
  const { url } = await startBefore((req, res) => {
    res.writeHead(200, { 'content-type': 'application/x-ndjson' });
    req.on('data', (part: Buffer) => res.write(`got ${part}`));
    req.on('end', () => res.end());
  });
  const upload = request(`${url}/indexes/a/documents`, { method: 'POST' });
  const answer = new Promise<IncomingMessage>((resolve) => upload.once('response', resolve));
  for (let i = 0; i < 5; i++) {
    upload.write(`part ${i}`);
    const [part] = await new Promise<Buffer[]>(
      (resolve) => void answer.then((res) => res.once('data', (data: Buffer) => resolve([data]))),
    );
    expect(String(part)).toBe(`got part ${i}`);
  }
  upload.end();
});

describe('what goes wrong', () => {
  test('no server: 502 in the shape of Meilisearch, with what was tried, readable for a page', async () => {
    const { url, real } = await startBefore(() => undefined);
    for (const other of others.splice(0)) other.close().closeAllConnections();
    const response = await fetch(`${url}/indexes/movies/search?a=1`, {
      ...{ method: 'POST', headers: { origin: 'http://app', 'x-api-key': 'secret' }, body: 'x'.repeat(1e6) },
    });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([502, '*']);
    const body = await response.json();
    expect(Object.keys(body)).toEqual(['message', 'code', 'type', 'link']);
    expect(body.message).toContain(`POST ${real}/indexes/movies/search: connect ECONNREFUSED`);
    expect(body.message).toContain('--proxy)');
    expect(await passed(url)).toMatchObject([{ status: 502, warnings: 1, ending: { type: 'done' } }]);
  });

  test('a page can read that there is no server: its preflight is answered', async () => {
    const { url, asked } = await startBefore(() => undefined);
    const preflight = await fetch(`${url}/indexes/movies/search`, {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });
    expect([preflight.status, asked.length]).toEqual([200, 0]);
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization');
  });

  test('a server that is silent: 504', async () => {
    const { url } = await startBefore(() => undefined, { proxyTimeout: 50 });
    const response = await fetch(`${url}/health`);
    expect(response.status).toBe(504);
    expect((await response.json()).message).toContain('nothing came for 0.05 s: GET ');
    const half = await startBefore((_, res) => void res.writeHead(200).write('half'), { proxyTimeout: 50 });
    await expect(fetch(`${half.url}/dumps`).then((answer) => answer.text())).rejects.toThrow();
    await expect.poll(() => passed(half.url)).toMatchObject([{ ending: { type: 'fault' } }]);
    const { warnings } = await (await fetch(`${half.url}/__mock/requests/1`)).json();
    expect(warnings).toEqual(['the upstream broke off: nothing came for 0.05 s']);
  });

  test('a server that breaks off: the connection is cut, and the journal says why', async () => {
    const { url } = await startBefore((_, res) => {
      res.writeHead(200);
      res.write('half', () => res.destroy());
    });
    const response = await fetch(`${url}/dumps`);
    await expect(response.text()).rejects.toThrow();
    await expect
      .poll(() => passed(url))
      .toMatchObject([{ status: 200, ending: { type: 'fault' }, warnings: 1 }]);
  });

  test('a client that leaves: so does the mock', async () => {
    let gone = (): void => undefined;
    const left = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const { url } = await startBefore((_, res) => {
      res.once('close', gone).write('first');
    });
    const leave = new AbortController();
    const response = await fetch(`${url}/dumps`, { signal: leave.signal });
    await response.body?.getReader().read();
    leave.abort();
    await left;
    await expect.poll(() => passed(url)).toMatchObject([{ ending: { type: 'left' } }]);
  });

  test('an answer before the upload is over ends it', async () => {
    const { url } = await startBefore((_, res) => {
      res.writeHead(413, { connection: 'close' }).end('too much');
    });
    const upload = request(`${url}/dumps`, { method: 'POST' });
    upload.on('error', () => undefined);
    const answer = new Promise<IncomingMessage>((resolve) => upload.once('response', resolve));
    upload.write('x');
    expect((await answer).statusCode).toBe(413);
    upload.destroy();
  });

  test("a session that cannot be is the mock's error; a mock that would ask itself does not start", async () => {
    const { url, asked } = await startBefore((_, res) => json(res, 200, {}));
    const response = await fetch(`${url}/health`, { headers: { 'x-mock-session': '!' } });
    expect([response.status, asked.length]).toEqual([400, 0]);
    const free = createHttp();
    const own = await listen(free);
    await new Promise((resolve) => free.close(resolve));
    const mock = createServer({ proxy: own.replace('127.0.0.1', 'localhost') });
    mocks.push(mock);
    await expect(mock.listen(Number(new URL(own).port))).rejects.toThrow('to itself');
  });

  test('many of them do not push the chats out', async () => {
    const { url, mock } = await startBefore((_, res) => json(res, 200, {}), {
      scenarios: [scenario('a').text('b')],
    });
    await mock.use('a');
    await askStream(url);
    for (let i = 0; i < 120; i++) await (await fetch(`${url}/health`)).text();
    expect(await mock.requests()).toHaveLength(1);
    expect(await passed(url)).toHaveLength(100);
  });
});
