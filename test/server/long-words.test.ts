import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer } from '../../src/index.ts';
import { loadProver } from '../../src/proof/prism-prover.ts';
import { Simulator } from '../../src/simulator/simulator.ts';
import { chatBody, chatHeaders } from '../kit/chat.ts';

const server = createServer();
beforeAll(() => server.listen());
afterAll(() => server.close());

const LONG = 'x'.repeat(5_000_000);
/** The control API takes bodies of 1 MB. */
const SHORTER = 'x'.repeat(900_000);

/** In ms, for a machine that does other things: on a quiet one it is 100. Comparing took 24 s once. */
const LONGEST = 1000;

const scenario = '/__mock/scenario';

test.each<[string, number, string, object]>([
  ['PUT', 413, scenario, { name: LONG }],
  ['PUT', 404, scenario, { name: SHORTER }],
  ['PUT', 400, scenario, { [SHORTER]: 1 }],
  ['PUT', 400, scenario, { scenario: { name: 'a', [SHORTER]: 1 } }],
  ['PUT', 400, scenario, { scenario: { name: 'a', reply: [{ [SHORTER]: 1 }] } }],
  ['POST', 400, '/__mock/faults', { fault: SHORTER }],
  ['POST', 404, '/__mock/clock/pauseAt', { target: SHORTER }],
])('%s answers %i at once to a word of megabytes for %s', async (method, status, path, body) => {
  const text = JSON.stringify(body);
  const send = () => fetch(`${server.url}${path}`, { method, headers: chatHeaders, body: text });
  await (await send()).text();
  const began = performance.now();
  const response = await send();
  await response.text();
  const took = performance.now() - began;
  expect(response.status).toBe(status);
  expect(took).toBeLessThan(LONGEST);
});

test.each<[string, string, object, Record<string, string>]>([
  ['PATCH', '/chats/x/settings', { source: LONG }, {}],
  ['PATCH', '/chats/x/settings', { [LONG]: 1 }, {}],
  ['POST', '/chats/x/chat/completions', chatBody(), { 'x-mock-scenario': LONG }],
])('answers %s %s at once to a word of 5 MB', async (method, path, body, more) => {
  const simulator = new Simulator({}, loadProver);
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const send = () => simulator.handle({ method, path, headers: { ...chatHeaders, ...more }, body: bytes });
  await send();
  const began = performance.now();
  const { status } = await send();
  expect(status).toBe(400);
  expect(performance.now() - began).toBeLessThan(LONGEST);
});

test('use() answers at once to a name of 5 MB', async () => {
  const began = performance.now();
  await expect(server.use(LONG)).rejects.toThrow('No scenario');
  expect(performance.now() - began).toBeLessThan(LONGEST);
});
