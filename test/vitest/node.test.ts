import { afterAll, expect, test } from 'vitest';
import { setupChatMock } from '../../src/vitest.ts';
import { ask } from './ask.ts';

// Registered first, so it runs last: hooks after tests run in reverse order.
afterAll(async () => {
  await expect(ask(lastUrl, 'Anyone there?')).rejects.toThrow();
});

let lastUrl = '';
const chat = setupChatMock({
  scenarios: [
    { name: 'hello', reply: [{ text: 'Hello' }] },
    { name: 'held', reply: [{ text: 'Wait' }, { hold: 'end' }] },
  ],
});

test('answers at a URL of this machine', async () => {
  lastUrl = chat.url;
  await chat.use('hello');
  const response = await ask(chat.url, 'Hi');
  expect(await response.text()).toContain('"content":"Hello"');
  expect((await chat.lastRequest())?.ending).toEqual({ type: 'done' });
});

test('a test finds nothing of the one before it', async () => {
  expect(await chat.requests()).toEqual([]);
  const response = await ask(chat.url, 'Hi');
  expect(response.headers.get('x-mock-scenario')).toBe('generated');
  await response.body?.cancel();
});

let open: Promise<string>;

test('a test may end in the middle of a stream', async () => {
  await chat.use('held');
  await chat.clock.pauseAt(2);
  open = ask(chat.url, 'Hi').then((response) => response.text());
  expect((await chat.clock.paused()).streams).toHaveLength(1);
});

test('that stream is ended, and the clock runs again', async () => {
  expect(await open).toContain('Wait');
  expect(await chat.clock.state()).toMatchObject({ paused: false, streams: [] });
});

test('a session of a name is made as new too', async () => {
  const session = chat.session('mine');
  await session.use('hello');
  expect((await ask(session.url, 'Hi')).headers.get('x-mock-scenario')).toBe('hello');
});

test('the same name is another session now', async () => {
  expect(await chat.session('mine').requests()).toEqual([]);
});
