import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer } from '../../src/index.ts';
import { ask, chatBody } from '../kit/chat.ts';

const LONG = 'x'.repeat(5_000_000);

const server = createServer();
beforeAll(() => server.listen());
afterAll(() => server.close());
const send = (method: string, path: string, body: unknown) =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    body: JSON.stringify(body),
  });

test.each<[string, number, () => Promise<Response>]>([
  ['the name of a variant', 400, () => send('PATCH', '/chats/x/settings', { source: LONG })],
  ['the name of a setting', 400, () => send('PATCH', '/chats/x/settings', { [LONG]: 1 })],
  ['the name of a scenario', 404, () => send('PUT', '/__mock/scenario', { name: LONG })],
  ['a key of the control API', 400, () => send('PUT', '/__mock/scenario', { [LONG]: 1 })],
  ['the name of a fault', 400, () => send('POST', '/__mock/faults', { fault: LONG })],
  ['the name of a step', 404, () => send('POST', '/__mock/clock/pauseAt', { target: LONG })],
  ['a key of a scenario', 400, () => send('PUT', '/__mock/scenario', { scenario: { name: 'a', [LONG]: 1 } })],
  [
    'the name of a step’s key',
    400,
    () => send('PUT', '/__mock/scenario', { scenario: { name: 'a', reply: [{ [LONG]: 1 }] } }),
  ],
  ['the name of a model', 200, () => ask(server.url, chatBody({ model: LONG, stream: true }))],
  [
    'the longest name that a header takes',
    400,
    () => ask(server.url, chatBody(), { headers: { 'x-mock-scenario': 'x'.repeat(12_000) } }),
  ],
])('answers at once where %s has 5 MB', async (_, status, call) => {
  await call();
  const began = performance.now();
  const response = await call();
  const text = await response.text();
  console.info(_, (performance.now() - began).toFixed(0), text.length);
  expect(response.status).toBe(status);
});
