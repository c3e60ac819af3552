import { beforeEach, expect, test } from 'vitest';
import { connect } from '../../src/client.ts';
import type { ChatMock } from '../../src/control/chat-mock.ts';
import { meantBy } from '../../src/meilisearch/routes/meant.ts';
import { ask, freshName, said, setupServer } from './kit.ts';

const mock = setupServer();
let chat: ChatMock;
beforeEach(() => {
  chat = connect(mock.url, { session: freshName() });
});

test('a request that reaches no route is answered as before, and is in the journal as unmatched', async () => {
  const response = await fetch(`${chat.url}/v1/chat/completions?a=1`, {
    method: 'POST',
    body: '{"model":"m"}',
  });
  expect([response.status, await response.text()]).toEqual([404, '']);
  const [lost, ...others] = await chat.unmatched();
  expect(others).toEqual([]);
  expect(lost).toMatchObject({
    kind: 'no-route',
    number: 1,
    status: 404,
    scenario: null,
    request: { method: 'POST', path: '/v1/chat/completions?a=1', body: { model: 'm' } },
    ending: { type: 'done' },
  });
  expect(lost?.why).toContain(`the base URL of a chat client is ${chat.url}/chats/WORKSPACE`);
});

test('it is no request of a chat: listings and waits pass it over', async () => {
  await fetch(`${chat.url}/indexes/movies/search`, { method: 'POST', body: '{}' });
  await chat.use('plain');
  await said(await ask(chat.url));
  expect((await chat.requests()).map(({ kind, number }) => [kind, number])).toEqual([['chat', 2]]);
  expect(await chat.lastRequest()).toMatchObject({ kind: 'chat' });
  const { results } = await (await fetch(`${chat.url}/__mock/requests/overview`)).json();
  expect(results.map(({ kind }: { kind: string }) => kind)).toEqual(['no-route', 'chat']);
});

test('its credentials are hidden', async () => {
  await fetch(`${chat.url}/v1/models?api_key=secret`, { headers: { authorization: 'Bearer secret' } });
  expect(JSON.stringify(await chat.unmatched())).not.toContain('Bearer secret');
  expect(JSON.stringify(await chat.unmatched())).not.toContain('api_key=secret');
});

test('many of them do not push the chats out', async () => {
  await chat.use('plain');
  await said(await ask(chat.url));
  for (let i = 0; i < 120; i++) await fetch(`${chat.url}/indexes/movies/search`, { method: 'POST' });
  expect(await chat.requests()).toHaveLength(1);
  expect((await chat.unmatched()).length).toBe(100);
});

test('what a browser asks by itself, and routes that are there, are no mistakes', async () => {
  for (const path of ['/favicon.ico', '/.well-known/appspecific/x.json', '/health', '/chats', '/version'])
    await (await fetch(`${chat.url}${path}`)).text();
  expect(await chat.unmatched()).toEqual([]);
});

const BASE = 'http://localhost:7700';
test.each([
  ['/v1/chat/completions', `the base URL of a chat client is ${BASE}/chats/WORKSPACE`],
  ['/chat/completions', `the base URL of a chat client is ${BASE}/chats/WORKSPACE`],
  ['/chats/movies', `the base URL of a client is ${BASE}/chats/movies`],
  ['/chats/movies/v1/chat/completions', `a chat is POST ${BASE}/chats/movies/chat/completions`],
  ['/chats/movies/responses', `the base URL of a client is ${BASE}/chats/movies`],
  ['/v1/responses', 'use `.chat(model)`'],
  ['/v1/models', 'no list of models'],
  ['/indexes/movies/search', '`--proxy URL` passes everything else on'],
  ['/multi-search', "a real Meilisearch's"],
  ['/_mock/requests', `${BASE}/__mock/`],
  ['/helth', `did you mean ${BASE}/health?`],
  ['/zzz', `${BASE}/chats/WORKSPACE/chat/completions`],
])('%s was probably meant to be: %s', (path, meant) => {
  expect(meantBy(path, BASE)).toContain(meant);
});
