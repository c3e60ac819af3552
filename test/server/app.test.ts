import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChatMockServer, createServer } from '../../src/hosts/server/server.ts';
import { ask, chatBody } from '../kit/chat.ts';

let server: ChatMockServer;

beforeAll(async () => {
  server = createServer({ speed: 0 });
  await server.listen();
});
afterAll(() => server.close());

test.each([
  ['header', '', { 'x-mock-session': 'not a name' }],
  ['prefix', '/@not%20a%20name', {}],
])(
  'a session with an impossible name, in a %s, is refused and not a fault of ours',
  async (_, prefix, headers) => {
    const response = await ask(server.url + prefix, chatBody({ stream: true }), { headers });
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
  const response = await ask(other.url, chatBody({ stream: true }));
  await other.hold('for-ever').reached();
  await other.close();
  expect(await response.text()).not.toContain('[DONE]');
});
