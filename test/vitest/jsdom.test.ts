// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { setupChatMock } from '../../src/vitest.ts';
import { ask } from './ask.ts';

const chat = setupChatMock({ scenarios: [{ name: 'hello', reply: [{ text: 'Hello there' }] }] });

test('fetch reads a stream in jsdom, frame by frame', async () => {
  expect(navigator.userAgent).toContain('jsdom');
  await chat.use('hello');
  await chat.clock.pauseAt(2);
  const response = await ask(chat.url, 'Hi');
  const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  const seen: string[] = [];
  const read = async () => {
    const { value, done } = await reader.read();
    if (!done) seen.push(new TextDecoder().decode(value));
    return done;
  };
  while (!seen.join('').includes('Hello')) await read();
  expect(seen.join('')).not.toContain('there');
  await chat.clock.next();
  await read();
  expect(seen.join('')).toContain('there');
  await chat.clock.resume();
  while (!(await read()));
  expect(seen.join('')).toContain('data: [DONE]');
});

test('XMLHttpRequest passes the checks of CORS in jsdom', async () => {
  await chat.use('hello');
  const text = await new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${chat.url}/chats/movies/chat/completions`);
    request.setRequestHeader('content-type', 'application/json');
    request.setRequestHeader('authorization', 'Bearer any');
    request.onload = () => resolve(request.responseText);
    request.onerror = reject;
    request.send(
      JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }], stream: true }),
    );
  });
  expect(text).toContain('Hello');
  expect((await chat.lastRequest())?.request.headers.origin).toBe(location.origin);
});

test('an answer can be left in jsdom', async () => {
  await chat.use('hello');
  await chat.clock.pauseAt(2);
  const controller = new AbortController();
  const response = await ask(chat.url, 'Hi', { signal: controller.signal });
  await chat.clock.paused();
  controller.abort();
  await expect(response.text()).rejects.toThrow();
  const { ending } = await chat.waitForRequest((entry) => entry.ending !== undefined);
  expect(ending).toEqual({ type: 'left', after: 2 });
});
