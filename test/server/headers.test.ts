import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { ask, chatBody, declare, MEILI_TOOLS } from '../kit/chat.ts';

const scenarios = [{ name: 'hello', reply: [{ text: 'Hello' }] }];
const server = createServer({ speed: 0, scenarios });
const real = createServer({ speed: 0, scenarios, profile: 'server' });
beforeAll(() => Promise.all([server.listen(), real.listen()]));
afterAll(() => Promise.all([server.close(), real.close()]));

const path = '/chats/hello/chat/completions';
const ORIGIN = 'http://localhost:5173';

describe('CORS', () => {
  test('a preflight is answered with the headers that it asks for, Authorization by its name', async () => {
    const { status, headers, text } = await request(server.url)
      .options(path)
      .set('origin', ORIGIN)
      .set('access-control-request-method', 'POST')
      .set(
        'access-control-request-headers',
        'authorization,content-type,x-meilisearch-client,x-stainless-os',
      );
    expect([status, text]).toEqual([200, '']);
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['access-control-allow-headers']?.split(/, */)).toEqual(
      expect.arrayContaining(['authorization', 'content-type', 'x-meilisearch-client', 'x-stainless-os']),
    );
    expect(headers['access-control-allow-methods']).toContain('POST');
  });

  test.each(['/@no%20name', ''])(
    'a page is told that its session cannot be, with the prefix %j',
    async (prefix) => {
      const headers = { origin: ORIGIN, 'x-mock-session': 'no name' };
      const preflight = await request(server.url)
        .options(prefix + path)
        .set({ ...headers, 'access-control-request-method': 'POST' });
      expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([200, '*']);
      const response = await ask(server.url + prefix, chatBody(), { headers });
      expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([400, '*']);
      expect(await response.json()).toMatchObject({ message: expect.stringContaining('"no name"') });
    },
  );

  test('a page can read our own headers, also of an error', async () => {
    for (const body of [chatBody({ stream: true }), {}]) {
      const { headers } = await ask(server.url, body, { workspace: 'hello', headers: { origin: ORIGIN } });
      expect(headers.get('access-control-allow-origin')).toBe('*');
      const exposed = headers.get('access-control-expose-headers')?.split(/, */) ?? [];
      expect(exposed).toEqual(expect.arrayContaining(['x-mock-scenario', 'x-mock-warning', 'sl-violations']));
      const own = [...headers.keys()].filter((name) => /^(x-mock|sl-)/.test(name));
      expect(own.filter((name) => !exposed.includes(name))).toEqual([]);
      expect(own.length).toBeGreaterThan(0);
    }
  });
});

describe('warnings', () => {
  test.each([
    ['unimplemented_non_streaming_chat_completions', { stream: false }],
    ['unimplemented_multi_choice_chat_completions', { stream: true, n: 2 }],
    ['unimplemented_external_function_calling', { stream: true, tools: declare('get_weather') }],
  ])('what a real Meilisearch answers with %s is answered, and said', async (code, more) => {
    const options = { workspace: 'hello' };
    const answered = await ask(server.url, chatBody(more), options);
    expect(answered.status).toBe(200);
    expect(answered.headers.get('x-mock-warning')).toContain(`a real Meilisearch answers 501 ${code}`);
    const refused = await ask(real.url, chatBody(more), options);
    expect([refused.status, await refused.json()]).toEqual([501, expect.objectContaining({ code })]);
  });

  test('tools after the documentation, which a real Meilisearch does not follow', async () => {
    const parameters = { type: 'object', properties: { documents: { type: 'object' } } };
    const tools = [{ type: 'function', function: { name: '_meiliSearchSources', parameters } }];
    const { headers } = await ask(server.url, chatBody({ stream: true, tools }), { workspace: 'hello' });
    expect(headers.get('x-mock-warning')).toMatch(/`documents`.* sends `sources`/);
  });

  test('a call of a function that the request does not declare', async () => {
    await using calls = createServer({
      speed: 0,
      scenarios: [{ name: 'calls', reply: [{ toolCall: { name: 'get_weather' } }] }],
    });
    const { headers } = await ask(await calls.listen(), chatBody({ stream: true }), { workspace: 'calls' });
    expect(headers.get('x-mock-warning')).toContain('get_weather, which the request does not declare');
  });

  test('none where there is nothing to say', async () => {
    const body = chatBody({ stream: true, tools: declare(...MEILI_TOOLS) });
    const { headers } = await ask(server.url, body, { workspace: 'hello' });
    expect(headers.get('x-mock-warning')).toBeNull();
    expect(headers.get('sl-violations')).toBeNull();
    expect(headers.get('x-mock-scenario')).toBe('hello');
  });
});

test('in the server profile there is nothing of ours on the wire', async () => {
  const bodies = [
    chatBody({ stream: true }),
    chatBody(),
    {},
    chatBody({ stream: true, tools: declare('x') }),
  ];
  for (const body of bodies) {
    const headers = { origin: ORIGIN, prefer: 'x=1' };
    const response = await ask(real.url, body, { workspace: 'hello', headers });
    expect([...response.headers.keys()].filter((name) => /mock|^sl-|expose|powered|etag/.test(name))).toEqual(
      [],
    );
  }
});

test('what both profiles answer is the same bytes, but for ids and times', async () => {
  const seeded = { speed: 0, scenarios, seed: 3 } as const;
  await using spec = createServer(seeded);
  await using server = createServer({ ...seeded, profile: 'server' });
  const [a = '', b = ''] = await Promise.all([spec.listen(), server.listen()]);
  for (const workspace of ['hello', 'generated']) {
    const body = chatBody({ stream: true, tools: declare(...MEILI_TOOLS) });
    const texts = await Promise.all([a, b].map(async (url) => (await ask(url, body, { workspace })).text()));
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toContain('data: [DONE]');
  }
});
