import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createSessionMock } from '../../src/control/session-mock.ts';
import { send } from '../../src/hosts/server/send.ts';
import type { Plan } from '../../src/plan/types.ts';
import { idsFor } from '../../src/plan/wire/response-ids.ts';
import { dataEvent, doneFrame, RETRY, STREAM_HEADERS } from '../../src/plan/wire/sse.ts';
import type { Fault, Item } from '../../src/playback/item.ts';
import { Session } from '../../src/session/session.ts';
import { listen } from '../kit/listen.ts';

const session = new Session('test', {
  scenarios: () => [],
  speed: 1,
  journalLimit: 1000,
  emit: () => undefined,
});
const chat = createSessionMock(
  {
    name: 'test',
    session: () => session,
    resolve: () => Promise.reject(new Error('no scenario is needed')),
    failure: () => Promise.reject(new Error('no failure')),
    scenarios: () => [],
    sessions: () => [session],
  },
  () => url,
);
let plan: Plan;
let server: Server;
let url: string;
let answering: ServerResponse | undefined;
/** What takes time before an answer is sent. */
let beforeAnswer: ((res: ServerResponse) => Promise<unknown>) | undefined;

beforeAll(async () => {
  server = createServer(async (req, res) => {
    answering = res;
    if (beforeAnswer !== undefined) await beforeAnswer(res);
    const recording = session.record({ method: 'POST', path: req.url ?? '', headers: {}, body: null });
    const player = session.play(plan, idsFor(plan, 'test'), recording);
    const { status, mode } = plan;
    const headers = Object.entries(plan.headers);
    send({ status, headers, mode, encoding: 'identity', bursts: player }, res);
  });
  url = await listen(server);
});

afterAll(() => {
  session.stop();
  server.closeAllConnections();
  server.close();
});

function frames(count: number, more: Item[] = []): Plan {
  const text = Array.from(
    { length: count },
    (_, index): Item => ({
      type: 'frame',
      kind: 'text',
      at: 0,
      step: undefined,
      path: [],
      render: () => dataEvent(String(index + 1)),
    }),
  );
  return {
    status: 200,
    headers: STREAM_HEADERS,
    mode: 'stream',
    items: [...text, ...more],
    rounds: [0],
    size: 0,
    warnings: [],
  };
}

const done = doneFrame(0);
const DONE = 'data: [DONE]\n\n';
const fault = (kind: Fault): Item => ({ type: 'fault', fault: kind, at: 0, step: undefined });

/** What a client gets, and the error that its connection ended with. */
async function read(): Promise<{ text: string; error: unknown }> {
  let text = '';
  try {
    const response = await fetch(url);
    const decoder = new TextDecoder();
    for await (const part of response.body ?? []) text += decoder.decode(part, { stream: true });
    return { text, error: undefined };
  } catch (error) {
    return { text, error };
  }
}

/** A hundred clients at once. */
const read100 = () => Promise.all(Array.from({ length: 100 }, read));

const numbers = (count: number) =>
  Array.from({ length: count }, (_, index) => `data: ${index + 1}\n\n`).join('');

test('a stream is the retry line, the frames, and a clean end; headers as the real server has them', async () => {
  plan = frames(3, [done]);
  const response = await fetch(url);
  expect(await response.text()).toBe(`${RETRY}${numbers(3)}${DONE}`);
  expect(Object.fromEntries(response.headers)).toEqual({
    'cache-control': 'no-cache',
    'content-encoding': 'identity',
    'content-type': 'text/event-stream',
    date: expect.any(String),
    'transfer-encoding': 'chunked',
    'x-accel-buffering': 'no',
  });
});

test('header names are in lower case on the wire, and every event is an HTTP chunk of its own', async () => {
  plan = frames(2, [done]);
  const raw = await new Promise<{ headers: string[]; parts: string[] }>((resolve, reject) => {
    httpRequest(url, (res) => {
      const parts: string[] = [];
      res.on('data', (part: Buffer) => parts.push(part.toString()));
      res.on('end', () => resolve({ headers: res.rawHeaders.filter((_, index) => index % 2 === 0), parts }));
    })
      .on('error', reject)
      .end();
  });
  expect(raw.headers).toEqual(raw.headers.map((name) => name.toLowerCase()));
  expect(raw.parts).toEqual([RETRY, 'data: 1\n\n', 'data: 2\n\n', DONE]);
});

describe('what was due before a fault reaches the client, 100 of 100 times', () => {
  test.each([0, 1, 7, 200])('reset after %i frames', async (count) => {
    plan = frames(count, [fault('reset'), done]);
    for (const { text, error } of await read100()) {
      expect(text).toBe(RETRY + numbers(count));
      expect(error).toBeInstanceOf(TypeError);
    }
  });

  test('half a frame, and the connection closes', async () => {
    plan = frames(2, [fault('half-frame'), { ...done, render: () => dataEvent('0123456789') } as Item]);
    for (const { text, error } of await read100()) {
      expect(text).toBe(`${RETRY}${numbers(2)}data: 012`);
      expect(error).toBeInstanceOf(TypeError);
    }
  });

  test('truncate ends the body cleanly', async () => {
    plan = frames(2, [fault('truncate'), done]);
    for (const got of await read100()) expect(got).toEqual({ text: RETRY + numbers(2), error: undefined });
  });
});

test('a stalled stream stays open until its client leaves, and the journal says so', async () => {
  plan = frames(2, [fault('stall'), done]);
  const leave = new AbortController();
  const response = await fetch(url, { signal: leave.signal });
  const reader = response.body?.getReader();
  let text = '';
  while (!text.endsWith('2\n\n')) text += new TextDecoder().decode((await reader?.read())?.value);
  expect(session.journal.entries().at(-1)?.ending).toBeUndefined();
  leave.abort();
  const entry = await chat.waitForRequest(
    ({ ending }) => ending?.type === 'fault' && ending.fault === 'stall',
  );
  expect(entry.frames).toHaveLength(2);
});

test('a client that leaves stops the work, and the journal says after which frame', async () => {
  plan = frames(5, [done]);
  session.clock.pauseAt(3);
  const leave = new AbortController();
  const response = await fetch(url, { signal: leave.signal });
  await session.clock.paused();
  leave.abort();
  await expect(response.text()).rejects.toThrow();
  const entry = await chat.waitForRequest(({ ending }) => ending?.type === 'left');
  expect(entry.ending).toEqual({ type: 'left', after: 3 });
  session.clock.resume();
});

test('a client that left while its answer was made gets none of it', async () => {
  plan = frames(5, [done]);
  session.journal.clear();
  const begun = new Promise<void>((resolve) => {
    beforeAnswer = async (res) => {
      resolve();
      await new Promise((left) => res.once('close', left));
    };
  });
  const leave = new AbortController();
  const asked = fetch(url, { signal: leave.signal });
  await begun;
  leave.abort();
  await expect(asked).rejects.toThrow();
  const entry = await chat.waitForRequest(({ ending }) => ending !== undefined);
  expect(entry.ending).toEqual({ type: 'left', after: 0 });
  beforeAnswer = undefined;
});

test('a reader that stops reading costs a bounded buffer', async () => {
  const long = 'x'.repeat(10_000);
  const many = frames(5000);
  plan = {
    ...many,
    items: many.items.map((item) =>
      item.type === 'frame' ? { ...item, render: () => dataEvent(long) } : item,
    ),
  };
  const client = await new Promise<IncomingMessage>((resolve) => httpRequest(url, resolve).end());
  client.pause();
  // The kernel's buffers fill up, and then no more is asked for.
  let before = -1;
  const sent = () => session.journal.entries().at(-1)?.frames.length ?? 0;
  await vi.waitFor(
    () => {
      const [last, now] = [before, sent()];
      before = now;
      expect(now).toBe(last);
    },
    { timeout: 5000, interval: 100 },
  );
  expect(answering?.writableLength).toBeLessThan(100_000);
  expect(sent()).toBeLessThan(4000);
  client.destroy();
});
