import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/client.ts';
import { passToMock } from '../../src/msw.ts';
import { setupChatMock } from '../../src/vitest.ts';
import { ask } from '../vitest/ask.ts';

// As its users have it: msw is set up before the mock listens.
const chat = setupChatMock({ scenarios: [{ name: 'hello', reply: [{ text: 'Hello' }, { hold: 'end' }] }] });
const own = http.get('http://api.example/user', () => HttpResponse.json({ name: 'Ada' }));
const server = setupServer(passToMock(chat), own);
const unhandled: string[] = [];
beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
  server.events.on('request:unhandled', ({ request }) => void unhandled.push(request.url));
});
afterAll(() => server.close());

test('what goes to the mock is none of msw’s, whatever it does with what nobody handles', async () => {
  const verbs = connect(chat.url);
  await verbs.use('hello');
  const response = await ask(chat.url, 'Hi');
  await verbs.hold('end').reached();
  await verbs.hold('end').release();
  expect(await response.text()).toContain('"content":"Hello"');
  expect(unhandled).toEqual([]);
});

test('also of a session, and by its URL', async () => {
  server.resetHandlers(passToMock(chat.session('mine').url));
  await chat.session('mine').use('hello');
  const response = await ask(chat.session('mine').url, 'Hi');
  expect(response.headers.get('x-mock-scenario')).toBe('hello');
  await chat.session('mine').hold('end').release();
  expect(await response.text()).toContain('[DONE]');
  server.resetHandlers(passToMock(chat), own);
});

test('an app that leaves a stream is seen to leave', async () => {
  await chat.use('hello');
  const app = new AbortController();
  const response = await ask(chat.url, 'Hi', { signal: app.signal });
  await chat.hold('end').reached();
  app.abort();
  await expect(response.text()).rejects.toThrow();
  const { ending } = await chat.waitForRequest((request) => request.ending !== undefined);
  expect(ending).toMatchObject({ type: 'left' });
});

test('everything else is, as before', async () => {
  expect(await (await fetch('http://api.example/user')).json()).toEqual({ name: 'Ada' });
  await expect(fetch('http://api.example/other')).rejects.toThrow();
  expect(unhandled).toEqual(['http://api.example/other']);
  server.resetHandlers(own);
  await expect(ask(chat.url, 'Hi')).rejects.toThrow();
});
