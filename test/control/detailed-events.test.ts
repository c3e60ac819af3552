import { createParser } from 'eventsource-parser';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/client.ts';
import { ask, eventually, freshName, setupServer } from './kit.ts';

const mock = setupServer();

/** Follows the detailed events of a session. */
async function follow() {
  const name = freshName();
  const over = new AbortController();
  const response = await fetch(`${mock.url}/@${name}/__mock/events?detail=1`, { signal: over.signal });
  const events: Record<string, unknown>[] = [];
  const parser = createParser({ onEvent: ({ data }) => events.push(JSON.parse(data)) });
  const read = (async () => {
    for await (const bytes of response.body ?? []) parser.feed(new TextDecoder().decode(bytes));
  })().catch(() => undefined);
  onTestFinished(async () => {
    over.abort();
    await read;
  });
  const types = () => events.map(({ type }) => type);
  return { chat: connect(mock.url, { session: name }), events, types };
}

test('frames, holds and the clock are told of, in the order in which they happen', async () => {
  const { chat, events, types } = await follow();
  await chat.use('gated');
  const response = await ask(chat.url);
  await chat.hold('gate').release();
  await response.text();
  await chat.waitForRequest(({ ending }) => ending !== undefined);
  await eventually(types).toEqual(['request', 'answering', 'frames', 'held', 'held', 'frames', 'ended']);
  const [, , first, held, left, second] = events;
  expect(first).toMatchObject({
    list: [{ request: 1, from: 1, kinds: ['role', 'text'], at: expect.any(Number), held: 0 }],
  });
  expect([held?.hold, left?.hold]).toEqual(['gate', null]);
  expect(second).toMatchObject({ list: [{ from: 3, kinds: ['text', 'finish', 'done'] }] });
});

test('a clock that stops, a stall and a lost request are told of', async () => {
  const { chat, types, events } = await follow();
  await chat.clock.pause();
  await chat.clock.setSpeed(4);
  await chat.clock.resume();
  await chat.use({ name: 'stuck', pace: { ttft: 0, tps: 0 }, reply: [{ text: 'a' }, { fault: 'stall' }] });
  const response = await ask(chat.url);
  await eventually(types).toContain('stalled');
  await fetch(`${chat.url}/nothing`);
  await eventually(types).toContain('unmatched');
  expect(events.filter(({ type }) => type === 'clock').map(({ paused, speed }) => [paused, speed])).toEqual([
    [true, 1],
    [true, 4],
    [false, 4],
  ]);
  await chat.reset();
  await response.text();
});

test('detail is a number', async () => {
  expect((await fetch(`${mock.url}/__mock/events?detail=yes`)).status).toBe(400);
  expect((await fetch(`${mock.url}/__mock/events?other=1`)).status).toBe(400);
});
