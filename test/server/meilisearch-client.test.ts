import { createServer, type Server } from 'node:http';
import { Meilisearch } from 'meilisearch';
import { afterEach, expect, test } from 'vitest';
import { meilisearchHandler } from '../../src/hosts/server/meilisearch-handler.ts';
import type { ApiKey } from '../../src/meilisearch/auth.ts';
import type { Profile } from '../../src/meilisearch/chat-request.ts';
import { DEFAULT_CHAT_SETTINGS } from '../../src/meilisearch/routes/chat-settings.ts';
import { Instance } from '../../src/meilisearch/routes/state.ts';
import { loadSpec, type Spec } from '../../src/proof/guard.ts';
import type { Violation } from '../../src/proof/violation.ts';
import { listen } from '../kit/listen.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

interface Options {
  readonly keys?: readonly ApiKey[];
  readonly workspaces?: readonly string[];
  readonly profile?: Profile;
}

/** The routes over HTTP, and what Prism found wrong with requests and answers. */
async function start({ keys = [], workspaces = [], profile = 'spec' }: Options = {}) {
  const instance = new Instance({ workspaces });
  const violations: Violation[] = [];
  const spec = async (): Promise<Spec> => {
    const real = await loadSpec();
    return {
      ...real,
      async check(...of) {
        const report = await real.check(...of);
        violations.push(...report.request, ...report.response);
        return report;
      },
    };
  };
  const handle = meilisearchHandler({
    instance: () => instance,
    keys,
    simulator: { profile },
    spec,
    bodyLimit: 1_000_000,
  });
  const server = createServer((req, res) => {
    const path = new URL(req.url ?? '/', 'http://mock').pathname;
    void handle(req, res, { path, session: undefined });
  });
  servers.push(server);
  const url = await listen(server);
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
