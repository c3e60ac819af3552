import { expect, onTestFinished, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { ask, SCENARIOS, send } from '../control/kit.ts';

async function start() {
  const server = createServer({ scenarios: SCENARIOS });
  onTestFinished(() => server.close());
  await server.listen();
  const ready = async () => {
    const { status, text } = await send(`${server.url}/__mock/ready`);
    return { status, ...JSON.parse(text) };
  };
  return { server, ready };
}

test('it is ready until it drains, and says how many requests are still on their way', async () => {
  const { server, ready } = await start();
  expect(await ready()).toEqual({ status: 'ready', open: 0 });
  const answer = await ask(server.url, 'gate');
  const drained = server.drain(10_000);
  expect(await ready()).toEqual({ status: 'draining', open: 1 });
  // What steps a stream to its end works on.
  await server.hold('gate').release();
  expect(await drained).toBe(0);
  expect(await answer.text()).toContain('after');
});

test('what has not ended in time is left to close()', async () => {
  const { server } = await start();
  const answer = await ask(server.url, 'gate');
  expect(await server.drain(20)).toBe(1);
  await server.close();
  const text = await answer.text();
  expect(text).toContain('before');
  expect(text).not.toContain('[DONE]');
});

test('requests that come meanwhile are answered, on connections that end with them', async () => {
  const { server } = await start();
  const connection = async () => (await send(`${server.url}/health`)).headers.connection;
  expect(await connection()).not.toBe('close');
  await server.drain(0);
  expect(await connection()).toBe('close');
  await server.use('plain');
  const late = await ask(server.url);
  expect([late.status, late.headers.get('connection')]).toEqual([200, 'close']);
  expect(await late.text()).toContain('[DONE]');
});
