import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSessionMock } from '../../src/control/session-mock.ts';
import type { Plan } from '../../src/plan/types.ts';
import type { Item } from '../../src/playback/item.ts';
import type { JournalEntry } from '../../src/session/recording.ts';
import { Session } from '../../src/session/session.ts';
import { ids, letters, Reader } from '../playback/stage.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const session = new Session('test', {
    scenarios: () => [],
    speed: 1,
    journalLimit: 100,
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
    () => '',
  );
  const record = (path = '/chats/movies/chat/completions') =>
    session.record({ method: 'POST', path, headers: {}, body: {} });
  const play = (items: readonly Item[]): Reader => {
    const plan: Plan = {
      status: 200,
      headers: {},
      mode: 'stream',
      items,
      rounds: [0],
      warnings: [],
      size: 0,
    };
    const player = session.play(plan, ids, record());
    return new Reader(() => player);
  };
  return { chat, session, record, play };
}

test('waitForRequest finds what came already, and what comes', async () => {
  const { chat, record } = open();
  record('/first');
  expect(await chat.waitForRequest()).toMatchObject({ request: { path: '/first' } });
  const waiting = chat.waitForRequest(({ request }) => request.path === '/second');
  record('/other');
  record('/second');
  expect(await waiting).toMatchObject({ number: 3 });
});

test('waitForRequest sees what is known of a request only later', async () => {
  const { chat, session, record, play } = open();
  const answered = chat.waitForRequest(({ status }) => status === 404);
  const ended = chat.waitForRequest(({ ending }) => ending?.type === 'done');
  const recording = record();
  await vi.advanceTimersByTimeAsync(0);
  session.answered(recording, 404);
  expect(await answered).toMatchObject({ number: 1, ending: { type: 'done' } });
  await ended;
  const streaming = chat.waitForRequest(({ status }) => status === 200);
  play(letters(3));
  expect(await streaming).toMatchObject({ number: 2, ending: undefined });
});

test('waitForRequest says what it saw', async () => {
  const { chat, record } = open();
  record('/chats/movies/chat/completions');
  const waiting = expect(chat.waitForRequest(() => false, { timeout: 200 })).rejects.toMatchObject({
    code: 'timeout',
    message:
      'Waited 200 ms for a request that the predicate holds for, and saw 1 request, 1: POST /chats/movies/chat/completions open.',
  });
  await vi.advanceTimersByTimeAsync(200);
  await waiting;
});

test('an error of a predicate is the caller’s, and not that of the request which it was asked about', async () => {
  const { chat, record } = open();
  const waiting = chat.waitForRequest((entry: JournalEntry) => {
    throw new Error(`no ${entry.number}`);
  });
  const refused = expect(waiting).rejects.toThrow('no 1');
  expect(() => record()).not.toThrow();
  await refused;
});

test('waitForRequest waits longer than one call for news does', async () => {
  const { chat, record } = open();
  const waiting = chat.waitForRequest(undefined, { timeout: 120_000 });
  await vi.advanceTimersByTimeAsync(110_000);
  record('/late');
  expect(await waiting).toMatchObject({ request: { path: '/late' } });
});
