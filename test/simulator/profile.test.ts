import { expect, test } from 'vitest';
import { createFetchMock } from '../../src/fetch.ts';

const mock = createFetchMock({ scenarios: [{ name: 'hello', reply: [{ text: 'Hello' }] }], speed: 0 });

const ask = async (headers: Record<string, string>) => {
  const response = await mock.fetch(`${mock.url}/chats/hello/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any', ...headers },
    body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] }),
  });
  await response.text();
  return [response.status, response.headers.get('x-mock-scenario')];
};

test('a request may ask for the other profile', async () => {
  expect(await ask({})).toEqual([200, 'hello']);
  expect(await ask({ 'x-mock-profile': 'server' })).toEqual([501, null]);
  expect(await ask({ 'x-mock-profile': 'spec' })).toEqual([200, 'hello']);
  expect(await ask({ 'x-mock-profile': 'other' })).toEqual([200, 'hello']);
});
