import { connect as connectTcp } from 'node:net';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { beforeEach, expect, test, vi } from 'vitest';
import { connect } from '../../src/client.ts';
import { checkInput } from '../../src/control/check-input.ts';
import { VERBS } from '../../src/control/verbs.ts';
import { CONTROL_ROUTES } from '../../src/hosts/server/control/routes.ts';
import { ask, eventually, freshName, said, send, setupServer, words } from './kit.ts';

const mock = setupServer();
let name: string;
let control: string;
beforeEach(() => {
  name = freshName();
  control = `${mock.url}/@${name}/__mock`;
});

const post = (path: string, body?: unknown, init: RequestInit = {}) =>
  fetch(`${control}/${path}`, {
    method: 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...init,
  });

test('GET / lists every route', async () => {
  const response = await fetch(`${mock.url}/__mock`);
  const { routes } = await response.json();
  expect(routes).toHaveLength(CONTROL_ROUTES.length);
  expect(routes).toContainEqual({
    method: 'POST',
    path: '/__mock/clock/next',
    does: 'Sends exactly `count` frames (default 1) and waits until they are written.',
    body: { count: 1, timeout: 5000 },
  });
});

test('every body in the index is one that its route takes', () => {
  for (const verb of VERBS.filter(({ example }) => example !== undefined)) {
    const inPath = verb.route.includes(':name') ? { name: 'gate' } : {};
    expect(checkInput(verb, verb.example, inPath)).toEqual({ ...verb.example, ...inPath });
  }
});

test('GET health says what it is', async () => {
  const response = await fetch(`${control}/health`);
  expect(response.headers.get('x-mock-control')).toBe('1');
  expect(await response.json()).toMatchObject({
    status: 'available',
    name: 'meilisearch-chat-mock',
    profile: 'spec',
    scenarios: 3,
  });
});

test('GET scenarios says which are there and which is used', async () => {
  await fetch(`${control}/scenario`, { method: 'PUT', body: '{"name":"slow"}' });
  const { results } = await (await fetch(`${control}/scenarios`)).json();
  expect(results).toEqual([
    { name: 'plain', used: false },
    { name: 'slow', used: true },
    { name: 'gated', match: { message: 'gate' }, used: false },
  ]);
  await fetch(`${control}/scenario`, { method: 'DELETE' });
  const chat = connect(mock.url, { session: name });
  expect((await chat.scenarios()).filter(({ used }) => used)).toEqual([]);
});

test('GET sessions says how they stand', async () => {
  await fetch(`${control}/scenario`, { method: 'PUT', body: '{"name":"gated"}' });
  const response = await ask(`${mock.url}/@${name}`);
  await post('holds/gate/reached');
  const { results } = await (await fetch(`${mock.url}/__mock/sessions`)).json();
  const stands = {
    name,
    scenario: 'gated',
    times: null,
    fault: null,
    paused: false,
    streams: 1,
    holds: ['gate'],
  };
  expect(results).toContainEqual(stands);
  await fetch(`${control}/scenario`, { method: 'PUT', body: '{"name":"plain","times":2}' });
  await post('faults', { fault: 'reset' });
  const next = await (await fetch(`${mock.url}/__mock/sessions`)).json();
  expect(next.results).toContainEqual({ ...stands, scenario: 'plain', times: 2, fault: 'reset' });
  await post('reset');
  await response.text();
  const after = await (await fetch(`${mock.url}/__mock/sessions`)).json();
  expect(after.results).not.toContainEqual(expect.objectContaining({ name }));
});

test('the session may be named by a header', async () => {
  const headers = { 'x-mock-session': name };
  await fetch(`${mock.url}/__mock/clock/speed`, { method: 'POST', headers, body: '{"speed":3}' });
  expect(await (await fetch(`${control}/clock`)).json()).toMatchObject({ speed: 3 });
  expect(await (await fetch(`${mock.url}/__mock/clock`)).json()).toMatchObject({ speed: 1 });
});

test('requests?last=N gives the last N', async () => {
  const chat = connect(mock.url, { session: name });
  await chat.use('plain');
  for (const message of ['a', 'b', 'c']) await said(await ask(chat.url, message));
  const numbers = async (query: string) => {
    const { results } = await (await fetch(`${control}/requests${query}`)).json();
    return results.map((entry: { number: number }) => entry.number);
  };
  expect(await numbers('')).toEqual([1, 2, 3]);
  expect(await numbers('?last=2')).toEqual([2, 3]);
  expect(await numbers('?last=1')).toEqual([3]);
  expect(await numbers('?last=0')).toEqual([]);
  expect((await fetch(`${control}/requests?last=x`)).status).toBe(400);
});

test('an unknown route is a 404 that lists what there is, and what was meant', async () => {
  const response = await post('clock/nxt');
  expect(response.status).toBe(404);
  const { message, code, type, link } = await response.json();
  expect(message).toMatch(
    /^There is no \/__mock\/clock\/nxt\. Did you mean "POST clock\/next"\? There are: GET health, /,
  );
  expect({ code, type, link }).toEqual({
    code: 'bad_request',
    type: 'invalid_request',
    link: 'https://docs.meilisearch.com/errors#bad_request',
  });
});

test('a wrong method is a 405 that says which are right', async () => {
  const response = await fetch(`${control}/scenario`, { method: 'POST' });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('PUT, DELETE');
  expect((await response.json()).message).toBe('/__mock/scenario does not take POST. It takes PUT, DELETE.');
  const options = await fetch(`${control}/clock`, { method: 'OPTIONS' });
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET']);
});

test('a body that is no JSON is refused with its place', async () => {
  const response = await post('clock/next', undefined, { body: '{"count": 1,\n "timeout" 5}' });
  expect(response.status).toBe(400);
  expect((await response.json()).message).toBe('The body is not JSON: expected `:` at line 2 column 12.');
});

test('a body that does not fit is refused with all that is wrong and what would do', async () => {
  const response = await post('clock/next', { cuont: 2, timeout: 'long' });
  expect(response.status).toBe(400);
  const { message, mock: error } = await response.json();
  expect(message).toBe(
    'POST /__mock/clock/next: `timeout`: Invalid input: expected number, received string; `cuont`: not known. Did you mean "count"? It takes {"count":1,"timeout":5000}.',
  );
  expect(error).toEqual({
    code: 'invalid-option',
    hint: 'Did you mean "count"? It takes {"count":1,"timeout":5000}.',
  });
});

test('what stands in the path is not taken from the body', async () => {
  const response = await post('holds/gate/reached', { name: 'gait', timeout: 1 });
  expect(response.status).toBe(400);
  expect((await response.json()).message).toBe(
    'POST /__mock/holds/:name/reached: `name`: not known. It takes {"timeout":5000}.',
  );
});

test.each([{ code: { text: 'internal' } }, { code: ['internal'] }, { code: '' }, {}])(
  'a fail with %j is refused',
  async (body) => {
    const response = await post('fail', body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ mock: { code: 'invalid-option' } });
  },
);

test.each(['[]', '"text"', 'null', '3'])('a body of %s is refused', async (body) => {
  expect((await post('clock/next', undefined, { body })).status).toBe(400);
});

test.each([{}, { name: 'plain', scenario: { name: 'x' } }])('PUT scenario refuses %j', async (body) => {
  const response = await fetch(`${control}/scenario`, { method: 'PUT', body: JSON.stringify(body) });
  expect(response.status).toBe(400);
  expect((await response.json()).message).toContain('takes either `name` or `scenario`');
});

test('a body over 1 MB is refused', async () => {
  const response = await post('fail', { code: 'x'.repeat(1_000_001) });
  expect(response.status).toBe(413);
  expect((await response.json()).message).toContain('more than 1000000 bytes');
});

test('a body needs no content type, and may be left out', async () => {
  const clock = `${control}/clock`;
  const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  expect((await send(`${clock}/speed`, { ...form, body: '{"speed":2}' })).status).toBe(204);
  expect((await send(`${clock}/pause`, { method: 'POST' })).status).toBe(204);
});

test.each([
  ['an unknown scenario', 'PUT', 'scenario', { name: 'plane' }, 404, 'unknown-scenario'],
  ['an unknown hold', 'POST', 'holds/gait/reached', {}, 404, 'unknown-name'],
  ['a step when the clock runs', 'POST', 'clock/next', {}, 409, 'not-paused'],
  ['a fail when nothing streams', 'POST', 'fail', { code: 'internal' }, 409, 'nothing-to-step'],
  ['a wait in vain', 'POST', 'holds/gate/reached', { timeout: 1 }, 408, 'timeout'],
  ['a wrong scenario', 'PUT', 'scenario', { scenario: { name: 'x' } }, 400, 'invalid-scenario'],
])('%s: status and code', async (_what, method, path, body, status, code) => {
  const response = await fetch(`${control}/${path}`, { method, body: JSON.stringify(body) });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ mock: { code } });
});

test('a path that is no valid encoding is refused', async () => {
  expect((await send(`${control}/holds/%E0%A4%A/reached`, { method: 'POST' })).status).toBe(400);
});

test.each([
  'localhost',
  'localhost:7700',
  'app.localhost:7700',
  '127.0.0.1',
  '127.8.9.10:80',
  '[::1]:7700',
  '[::1]',
])('Host %s is let in', async (host) => {
  expect((await send(`${control}/health`, { headers: { host } })).status).toBe(200);
});

test.each([
  'evil.example',
  'localhost.evil.example',
  'evil-localhost',
  '127.0.0.1.evil.example',
  '192.168.1.5:7700',
  '[::2]',
  'localhost@evil.example',
  '0.0.0.0',
])('Host %s is refused', async (host) => {
  const { status, text } = await send(`${control}/health`, { headers: { host } });
  expect(status).toBe(403);
  expect(JSON.parse(text)).toMatchObject({
    code: 'bad_request',
    type: 'auth',
    mock: { code: 'control-refused' },
  });
});

test.each([
  'https://evil.example',
  'null',
  'http://localhost.evil.example',
  'file://',
  'chrome-extension://abc',
])('a page of %s is refused, whatever it asks', async (origin) => {
  for (const [method, path] of [
    ['POST', 'reset'],
    ['GET', 'requests'],
    ['OPTIONS', 'reset'],
    ['GET', 'nothing-here'],
  ] as const) {
    const { status, headers } = await send(`${control}/${path}`, { method, headers: { origin } });
    expect(status).toBe(403);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
});

test('a page that embeds an address sends no Origin, and is refused by what it says otherwise', async () => {
  const from = (site: string, mode: string) =>
    send(`${control}/health`, { headers: { 'sec-fetch-site': site, 'sec-fetch-mode': mode } });
  expect((await from('cross-site', 'no-cors')).status).toBe(403);
  expect((await from('cross-site', 'navigate')).status).toBe(200);
  expect((await from('same-site', 'no-cors')).status).toBe(200);
});

test.each(['http://localhost:6006', 'http://127.0.0.1:5173', 'https://shop.localhost', 'http://[::1]:3000'])(
  'a page of %s is let in, with CORS',
  async (origin) => {
    const preflight = await send(`${control}/scenario`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type,x-mock-session',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, PUT, POST, DELETE',
      'access-control-allow-headers': 'content-type, x-mock-session, authorization, x-mock-control-key',
      vary: 'Origin',
    });
    const answer = await send(`${control}/health`, { headers: { origin } });
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'x-mock-control',
    });
    const error = await send(`${control}/nothing`, { headers: { origin } });
    expect(error.headers['access-control-allow-origin']).toBe(origin);
  },
);

/** Follows the events of the mock; resolves once the stream is open. */
async function follow(url: string) {
  const controller = new AbortController();
  const response = await fetch(url, { signal: controller.signal });
  const events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event) });
  const over = (async () => {
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) parser.feed(decoder.decode(bytes, { stream: true }));
  })().catch(() => undefined);
  const leave = async () => {
    controller.abort();
    await over;
  };
  return { response, events, leave };
}

test('GET events tells what happens in its session', async () => {
  const { response, events, leave } = await follow(`${control}/events`);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const chat = connect(mock.url, { session: name });
  await chat.use('plain');
  await said(await ask(mock.url));
  await said(await ask(chat.url));
  await chat.waitForRequest(({ ending }) => ending !== undefined);
  const { simulator } = mock;
  simulator.setScenarios(simulator.scenarios);
  await chat.reset();
  await eventually(() => events.length).toBe(4);
  expect(events.map(({ event, data }) => [event, JSON.parse(data)])).toEqual([
    ['request', { type: 'request', session: name, request: 1 }],
    ['ended', { type: 'ended', session: name, request: 1 }],
    ['scenarios', { type: 'scenarios', count: 3 }],
    ['reset', { type: 'reset', session: name }],
  ]);
  await leave();
});

test('GET events without a session tells of all of them', async () => {
  const { events, leave } = await follow(`${mock.url}/__mock/events`);
  const other = freshName();
  await post('reset');
  await fetch(`${mock.url}/@${other}/__mock/reset`, { method: 'POST' });
  await eventually(() => events.map(({ data }) => JSON.parse(data).session)).toEqual(
    expect.arrayContaining([name, other]),
  );
  await leave();
});

test('GET events stops watching when its client leaves', async () => {
  const unwatched = vi.fn();
  const { simulator } = mock;
  const watch = simulator.watch.bind(simulator);
  const spy = vi.spyOn(simulator, 'watch').mockImplementation((listener) => {
    const unwatch = watch(listener);
    return () => {
      unwatched();
      unwatch();
    };
  });
  const { leave } = await follow(`${control}/events`);
  expect(unwatched).not.toHaveBeenCalled();
  await leave();
  await eventually(() => unwatched.mock.calls.length).toBe(1);
  spy.mockRestore();
});

test('HEAD events ends', async () => {
  expect((await send(`${control}/events`, { method: 'HEAD' })).status).toBe(200);
});

test.each<[method: string, path: string, input?: object]>([
  ['POST', 'clock/paused'],
  ['POST', 'clock/next'],
  ['POST', 'clock/runFor', { ms: 10 }],
  ['POST', 'holds/gate/reached'],
  ['POST', 'holds/gate/release'],
  ['GET', 'requests/wait?timeout=60000'],
])('%s %s is given up when its client leaves', async (method, path, input = {}) => {
  const session = () => mock.simulator.session(name);
  session().clock.pauseAt(1);
  const controller = new AbortController();
  const body = method === 'GET' ? {} : { body: JSON.stringify({ ...input, timeout: 60_000 }) };
  const call = fetch(`${control}/${path}`, { method, signal: controller.signal, ...body });
  await eventually(() => session().waitingCalls).toBe(1);
  controller.abort();
  await expect(call).rejects.toThrow();
  await eventually(() => session().waitingCalls).toBe(0);
});

test('a connection that breaks in the middle of a body does no harm', async () => {
  const socket = connectTcp(Number(new URL(mock.url).port), '127.0.0.1');
  await new Promise<void>((resolve) => {
    socket.write(
      `POST /@${name}/__mock/clock/speed HTTP/1.1\r\nhost: localhost\r\ncontent-length: 11\r\n\r\n{"spe`,
      () => resolve(),
    );
  });
  socket.destroy();
  expect((await fetch(`${control}/health`)).status).toBe(200);
});

test('a stream that is stepped over HTTP comes frame by frame', async () => {
  const chat = connect(mock.url, { session: name });
  await chat.use('slow');
  await chat.clock.pauseAt(1);
  const response = await ask(chat.url);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await chat.clock.paused();
  let text = '';
  const until = async (wanted: string) => {
    while (!words(text).endsWith(wanted)) text += (await reader?.read())?.value ?? '';
    return words(text);
  };
  await chat.clock.next();
  expect(await until('one')).toBe('one');
  await chat.clock.next(2);
  expect(await until('three')).toBe('one two three');
  await chat.reset();
});
