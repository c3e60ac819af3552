import { readFileSync } from 'node:fs';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { ask, chatBody, type MeiliErrorBody, violations } from '../kit/chat.ts';

/** Meilisearch's catalogue, as it was read from its source: status, type, code. */
const catalogue = readFileSync(new URL('../fixtures/error-codes.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => {
    const [status, type, code] = line.split(' ');
    return [code ?? '', Number(status), type ?? ''] as const;
  });

const server = createServer({
  speed: 0,
  scenarios: catalogue.map(([code]) => ({ name: code, error: code as 'chat_not_found' })),
});
beforeAll(() => server.listen());
afterAll(() => server.close());

const post = (path = '/chats/main/chat/completions') =>
  request(server.url).post(path).set('authorization', 'Bearer any').set('content-type', 'application/json');
const link = (code: string) => `https://docs.meilisearch.com/errors#${code}`;

test('the catalogue has 286 codes', () => {
  expect(new Set(catalogue.map(([code]) => code)).size).toBe(286);
});

test.each(catalogue)('error: %s answers %i, of type %s', async (code, status, type) => {
  for (const stream of [true, false]) {
    const response = await post().set('x-mock-scenario', code).send(chatBody({ stream }));
    expect(response.status).toBe(status);
    expect(response.headers['content-type']).toBe('application/json');
    expect(response.headers['retry-after']).toBe(status === 503 ? '10' : undefined);
    expect(response.headers['sl-violations']).toBeUndefined();
    expect(Object.keys(response.body)).toEqual(['message', 'code', 'type', 'link']);
    expect(response.body).toMatchObject({
      code,
      type,
      link: link(code),
      message: expect.stringMatching(/\w{3}/),
    });
  }
});

test('an error says what its scenario has it say', async () => {
  const said = createServer({
    scenarios: [{ name: 'gone', error: { code: 'index_not_found', message: 'It has gone.' } }],
  });
  await using _ = said;
  await said.listen();
  const response = await ask(said.url, chatBody(), { workspace: 'gone' });
  expect([response.status, ((await response.json()) as MeiliErrorBody).message]).toEqual([
    404,
    'It has gone.',
  ]);
});

describe('built in', () => {
  test.each([
    [401, 'missing_authorization_header', { authorization: undefined }],
    [415, 'missing_content_type', { 'content-type': undefined }],
    [415, 'invalid_content_type', { 'content-type': 'text/plain' }],
  ])('%i %s', async (status, code, without) => {
    const response = await fetch(`${server.url}/chats/main/chat/completions`, {
      method: 'POST',
      headers: Object.entries({
        authorization: 'Bearer x',
        'content-type': 'application/json',
        ...without,
      }).filter((entry): entry is [string, string] => entry[1] !== undefined),
      // Bytes, since `fetch` names a type for a text.
      body: new TextEncoder().encode(JSON.stringify(chatBody())),
    });
    expect([response.status, ((await response.json()) as MeiliErrorBody).code]).toEqual([status, code]);
  });

  test.each([
    ['nothing', '', 'missing_payload'],
    ['half of it', '{"model":', 'malformed_payload'],
    ['no JSON', 'model: gpt-4o', 'malformed_payload'],
    ['another type', '[]', 'bad_request'],
    ['no messages', '{"model":"gpt-4o"}', 'bad_request'],
    ['no model', '{"messages":[]}', 'bad_request'],
    ['an unknown role', '{"model":"m","messages":[{"role":"bot","content":"x"}]}', 'bad_request'],
  ])('400 for a body that is %s', async (_, text, code) => {
    const response = await ask(server.url, text);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code, type: 'invalid_request', link: link(code) });
  });

  test('403 for a key that none of those given is', async () => {
    await using guarded = createServer({ apiKeys: ['secret'], speed: 0 });
    const url = await guarded.listen();
    const keys = await Promise.all(
      ['secret', 'other'].map((key) => ask(url, chatBody(), { headers: { authorization: `Bearer ${key}` } })),
    );
    expect(keys.map(({ status }) => status)).toEqual([200, 403]);
    expect(await keys[1]?.json()).toMatchObject({
      code: 'invalid_api_key',
      message: 'The provided API key is invalid.',
    });
  });

  test('404 for a workspace that none of those given is', async () => {
    await using one = createServer({ workspaces: ['movies'], speed: 0 });
    const url = await one.listen();
    expect((await ask(url, chatBody(), { workspace: 'movies' })).status).toBe(200);
    const response = await ask(url, chatBody(), { workspace: 'books' });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      code: 'chat_not_found',
      message: 'Chat `books` not found',
    });
  });

  test('500 for a body that says it is too large, 413 for one that turns out to be', async () => {
    await using small = createServer({ bodyLimit: 200, speed: 0 });
    const url = await small.listen();
    const body = chatBody({ user: 'x'.repeat(300) });
    const announced = await ask(url, body);
    expect(announced.status).toBe(500);
    expect(await announced.json()).toMatchObject({
      code: 'internal',
      message: `JSON payload (${JSON.stringify(body).length} bytes) is larger than allowed (limit: 200 bytes).`,
    });
    const chunked = await fetch(`${url}/chats/main/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
      body: new Blob([JSON.stringify(body)]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(413);
    expect(await chunked.json()).toMatchObject({
      code: 'payload_too_large',
      message: 'JSON payload has exceeded limit (200 bytes).',
    });
  });

  test('400 for a session that cannot be, and the server goes on', async () => {
    const response = await ask(server.url, chatBody(), { headers: { 'x-mock-session': 'no name' } });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining('A session cannot be called "no name".'),
    });
    expect((await ask(server.url, chatBody())).status).toBe(200);
  });

  test('without keys, the server profile breaks the connection of a request without authorization', async () => {
    await using real = createServer({ profile: 'server', speed: 0 });
    const url = await real.listen();
    const bare = fetch(`${url}/chats/main/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(chatBody({ stream: true })),
    });
    await expect(bare).rejects.toThrow(TypeError);
  });
});

test('what Prism finds in a bad request is in a header, as JSON', async () => {
  const response = await ask(server.url, '{"model":"m","messages":[{"role":"user","content":5}]}');
  expect(response.status).toBe(400);
  expect(violations(response)).toContainEqual(
    expect.objectContaining({
      location: ['request', 'body', 'messages', '0', 'content'],
      severity: 'Error',
      message: expect.any(String),
    }),
  );
});

test('a request without a bearer is a violation of the security that the document asks for', async () => {
  const { headers } = await request(server.url)
    .post('/chats/main/chat/completions')
    .send(chatBody())
    .expect(401);
  expect(JSON.parse(headers['sl-violations'] ?? '[]')).toContainEqual(
    expect.objectContaining({ location: ['request'], code: 401 }),
  );
});
