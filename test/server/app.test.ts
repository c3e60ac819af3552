import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChatMockServer, createServer } from '../../src/hosts/server/server.ts';

let server: ChatMockServer;

beforeAll(async () => {
  server = createServer({ speed: 0 });
  await server.listen();
});
afterAll(() => server.close());

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any', ...headers },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hi' }], stream: true }),
  });

test.each([
  ['header', '/chats/movies/chat/completions', { 'x-mock-session': 'not a name' }],
  ['prefix', '/@not%20a%20name/chats/movies/chat/completions', {}],
])(
  'a session with an impossible name, in a %s, is refused and not a fault of ours',
  async (_, path, headers) => {
    const response = await ask(path, headers);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining('not a name'),
    });
  },
);

test('a server can be closed while it streams, and the stream ends', async () => {
  const other = createServer({
    scenarios: [{ name: 'slow', reply: [{ text: 'Hi' }, { hold: 'for-ever' }] }],
    scenario: 'slow',
    speed: 0,
  });
  await other.listen();
  const response = await fetch(`${other.url}/chats/movies/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hi' }], stream: true }),
  });
  await other.hold('for-ever').reached();
  await other.close();
  expect(await response.text()).not.toContain('[DONE]');
});
