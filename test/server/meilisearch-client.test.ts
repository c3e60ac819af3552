import { Meilisearch } from 'meilisearch';
import { afterEach, expect, test, vi } from 'vitest';
import type { ServerOptions } from '../../src/hosts/server/options.ts';
import { type ChatMockServer, createServer } from '../../src/hosts/server/server.ts';
import { DEFAULT_CHAT_SETTINGS } from '../../src/meilisearch/routes/chat-settings.ts';
import type { Violation } from '../../src/plan/prover.ts';

const { fetch: real } = globalThis;
const servers: ChatMockServer[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** The routes over HTTP, and what Prism found wrong with requests and answers. */
async function start(options: ServerOptions = {}) {
  const server = createServer(options);
  servers.push(server);
  const url = await server.listen();
  const violations: Violation[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const response = await real(input, init);
    violations.push(...(JSON.parse(response.headers.get('sl-violations') ?? '[]') as Violation[]));
    return response;
  });
  const client = (apiKey = 'any') => new Meilisearch({ host: url, apiKey });
  return { url, client, violations };
}

test('the workspace methods of the meilisearch client', async () => {
  const { client, violations } = await start({ workspaces: ['movies', 'books'] });
  const api = client();
  expect(await api.getChatWorkspaces({ limit: 1 })).toEqual({
    results: [{ uid: 'books' }],
    offset: 0,
    limit: 1,
    total: 2,
  });
  expect(await api.getChatWorkspace('movies')).toEqual({ uid: 'movies' });
  await api.deleteChatWorkspace('movies');
  await expect(api.getChatWorkspace('movies')).rejects.toThrow('chat movies not found');
  expect(violations).toEqual([]);
});

test('the settings methods of the meilisearch client', async () => {
  const { client, violations } = await start();
  const chat = client().chat('movies');
  expect(await chat.get()).toEqual(DEFAULT_CHAT_SETTINGS);
  const update = { source: 'mistral', apiKey: 'sk-0123456789', prompts: { system: 'Be brief.' } } as const;
  // The client's type asks for all prompts where the server does not.
  const changed = await chat.update(update as Parameters<typeof chat.update>[0]);
  expect(changed).toMatchObject({ source: 'mistral', apiKey: 'skXXXX...', prompts: { system: 'Be brief.' } });
  expect(await chat.get()).toEqual(changed);
  await chat.reset();
  expect(await chat.get()).toEqual(DEFAULT_CHAT_SETTINGS);
  expect(violations).toEqual([]);
});

test('the instance methods of the meilisearch client', async () => {
  const { client, violations } = await start();
  const api = client();
  expect(await api.health()).toEqual({ status: 'available' });
  expect(await api.getVersion()).toMatchObject({ pkgVersion: '1.48.1' });
  expect(await api.getExperimentalFeatures()).toMatchObject({ chatCompletions: true });
  expect(await api.updateExperimentalFeatures({ chatCompletions: false })).toMatchObject({
    chatCompletions: false,
  });
  await expect(api.getChatWorkspaces()).rejects.toThrow(/^listing the chats requires enabling/);
  expect(violations).toEqual([]);
});

test('an unknown route and a wrong method are answered with empty bodies', async () => {
  const { url } = await start({ profile: 'server' });
  const unknown = await fetch(`${url}/nowhere`);
  expect([unknown.status, await unknown.text(), unknown.headers.get('content-length')]).toEqual([
    404,
    '',
    '0',
  ]);
  const wrong = await fetch(`${url}/chats/movies/settings`, { method: 'PUT' });
  expect([wrong.status, await wrong.text(), wrong.headers.get('allow')]).toEqual([
    405,
    '',
    'GET, PATCH, DELETE',
  ]);
});

test('what Prism finds wrong with a request is told in the spec profile', async () => {
  const change = {
    method: 'PATCH',
    headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
    body: '{"source":"gemini"}',
  };
  const spec = await start();
  const told = await fetch(`${spec.url}/chats/movies/settings`, change);
  expect(told.headers.get('sl-violations')).toContain('source');
  expect(told.headers.has('x-mock-scenario')).toBe(false);

  const server = await start({ profile: 'server' });
  const silent = await fetch(`${server.url}/chats/movies/settings`, change);
  expect(silent.headers.has('sl-violations')).toBe(false);
});
