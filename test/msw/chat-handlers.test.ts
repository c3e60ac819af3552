import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { chatHandlers, scenario } from '../../src/msw.ts';
import { ask, chatBody } from '../kit/chat.ts';

const hello = scenario('hello').text('one').hold('end').text('two');
const HOST = 'https://search.example/api';
const handlers = chatHandlers({ url: HOST, scenarios: [hello], speed: 0 });
const { chat } = handlers;
const server = setupServer(...handlers);

/** What msw makes a 500 of, so that no request gets out. */
const notOurs = () => {
  throw new Error('not ours');
};

beforeAll(() => server.listen({ onUnhandledRequest: notOurs }));
afterEach(() => chat.resetAll());
afterAll(() => server.close());

const stream = (url: string, options = {}) =>
  ask(url, chatBody({ stream: true }), { workspace: 'hello', ...options });

test('the verbs drive what the app reads', async () => {
  expect(chat.url).toBe(HOST);
  const response = await stream(HOST);
  await chat.hold('end').reached();
  expect((await chat.clock.state()).streams).toMatchObject([{ sent: 2, heldAt: 'end' }]);
  await chat.hold('end').release();
  expect(await response.text()).toMatch(/"one"[\s\S]*"two"[\s\S]*\[DONE\]/);
  expect((await chat.lastRequest())?.ending).toEqual({ type: 'done' });
});

test.each(['abort', 'cancel'])('an app that leaves by %s is seen at its frame', async (how) => {
  const leave = new AbortController();
  const response = await stream(HOST, { signal: leave.signal });
  await chat.hold('end').reached();
  if (how === 'abort') leave.abort();
  else await response.body?.cancel();
  const { ending } = await chat.waitForRequest((request) => request.ending !== undefined);
  expect(ending).toMatchObject({ type: 'left' });
});

test('a connection that breaks is a network error', async () => {
  await chat.fault({ fault: 'reset' });
  const response = await stream(HOST);
  await expect(response.text()).rejects.toThrow(TypeError);
  await chat.fault({ fault: 'reset' });
  await expect(ask(HOST, chatBody({ stream: false }))).rejects.toThrow(TypeError);
});

test('a session has its own URL', async () => {
  const own = chat.session('own');
  const response = await stream(own.url);
  await own.hold('end').release();
  await response.text();
  expect(await own.requests()).toHaveLength(1);
  expect(await chat.requests()).toEqual([]);
});

test('other requests are not ours', async () => {
  for (const url of ['https://other.example', `${HOST}/deeper`]) {
    expect((await stream(url)).status).toBe(500);
  }
  expect((await fetch(`${HOST}/chats/hello/settings`)).status).toBe(500);
  expect(await chat.requests()).toEqual([]);
});

test('what an app may accept as an encoding does not make a body one', async () => {
  const response = await ask(HOST, chatBody(), {
    headers: { 'accept-encoding': 'br, gzip' },
    workspace: 'x',
  });
  expect(response.headers.get('content-encoding')).toBeNull();
  expect(await response.json()).toMatchObject({ object: 'chat.completion' });
});

test('a wrong scenario is refused at once', () => {
  expect(() => chatHandlers({ scenarios: [{ name: 'two words' }] })).toThrow('"two words" is not a name');
});
