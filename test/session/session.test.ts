import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Plan } from '../../src/plan/types.ts';
import type { Item } from '../../src/playback/item.ts';
import { scenarioFromObject } from '../../src/scenario/scenario.ts';
import type { Recording } from '../../src/session/recording.ts';
import { Session, type SessionEvent } from '../../src/session/session.ts';
import { fakeTimersOfMock, realTimersOfMock } from '../kit/fake-timers.ts';
import { fault, frame, hold, ids, letters, Reader } from '../playback/stage.ts';

beforeEach(() => {
  fakeTimersOfMock();
});
afterEach(() => {
  realTimersOfMock();
});

const gated = scenarioFromObject({
  name: 'gated',
  reply: [{ text: 'a', id: 'first' }, { hold: 'gate' }, { text: 'b' }],
});

function open(options: { journalLimit?: number } = {}) {
  const events: SessionEvent[] = [];
  const session = new Session('test', {
    scenarios: () => [],
    speed: 1,
    journalLimit: options.journalLimit ?? 100,
    emit: (event) => events.push(event),
    tellsFrames: () => true,
  });
  const record = (path = '/chats/movies/chat/completions', body: unknown = {}): Recording =>
    session.record({ method: 'POST', path, headers: {}, body });
  const play = (items: readonly Item[], mode: Plan['mode'] = 'stream'): Reader => {
    const plan: Plan = { status: 200, headers: {}, mode, items, rounds: [0], warnings: [], size: 0 };
    const recording = record();
    const player = session.play(plan, ids, recording);
    return new Reader(() => player);
  };
  return { session, events, record, play };
}

test.each(['parked', 'held', 'paused', 'stalled', 'stalled by an order'])(
  'fail puts an error and [DONE] into a stream that is %s',
  async (state) => {
    const { session, play } = open();
    if (state === 'paused') session.clock.pauseAt(1);
    if (state === 'stalled by an order') session.faults.add({ fault: 'stall', after: 1 });
    const second = {
      held: [hold(10, 'gate'), frame(20, 'b')],
      stalled: [fault(10, 'stall')],
    }[state] ?? [frame(60_000, 'b')];
    const reader = play([frame(0, 'a'), ...second]);
    await vi.advanceTimersByTimeAsync(60_000 - 1);
    session.fail('too_many_search_requests', 'Slow down');
    await reader.over;
    const [first, error = '', done] = reader.frames;
    expect([first, done]).toEqual(['a', 'data: [DONE]\n\n']);
    expect(JSON.parse(error.slice('data: '.length))).toMatchObject({
      type: 'error',
      error: { type: 'response_error', code: '503', message: 'Slow down' },
    });
    expect(session.journal.entries()).toMatchObject([
      { ending: { type: 'done' }, frames: [{ kind: 'text' }, { kind: 'error' }, { kind: 'done' }] },
    ]);
    expect(session.busy).toBe(false);
  },
);

test('fail with a code that is not Meilisearch’s is the provider’s', async () => {
  const { session, play } = open();
  const reader = play(letters(5));
  session.fail('server_overloaded');
  await reader.over;
  expect(reader.text).toContain('"type":"server_error","code":"server_overloaded"');
});

test.each(['parked', 'held', 'paused', 'stalled'])('drop resets a stream that is %s', async (state) => {
  const { session, play } = open();
  if (state === 'paused') session.clock.pauseAt(1);
  const second = { held: hold(10, 'gate'), stalled: fault(10, 'stall') }[state] ?? frame(60_000, 'b');
  const reader = play([frame(0, 'a'), second]);
  await vi.advanceTimersByTimeAsync(60_000 - 1);
  session.drop();
  await reader.over;
  expect(reader.text).toBe('a');
  expect(reader.fault).toMatchObject({ fault: 'reset' });
  expect(session.journal.entries()).toMatchObject([{ ending: { type: 'fault', fault: 'reset' } }]);
});

test('a fault that was asked for does not come after fail', async () => {
  const { session, play } = open();
  session.faults.add({ fault: 'truncate', after: 3 });
  const reader = play(letters(10));
  await vi.advanceTimersByTimeAsync(100);
  session.fail('internal');
  await reader.over;
  expect(reader.frames).toHaveLength(4);
  expect(session.journal.entries()).toMatchObject([{ ending: { type: 'done' } }]);
});

test('fail and drop refuse when nothing streams', () => {
  const { session } = open();
  expect(() => session.fail('internal')).toThrow(
    expect.objectContaining({ code: 'nothing-to-step', message: expect.stringMatching(/^fail\(\) needs/) }),
  );
  expect(() => session.drop()).toThrow(expect.objectContaining({ code: 'nothing-to-step' }));
});

test('fail does not touch an answer that is no stream', async () => {
  const { session, play } = open();
  const reader = play([frame(100, '{"id":"x"}', { kind: 'body' })], 'body');
  expect(() => session.fail('internal')).toThrow(expect.objectContaining({ code: 'nothing-to-step' }));
  await vi.advanceTimersByTimeAsync(100);
  expect(reader.text).toBe('{"id":"x"}');
});

test('a fault strikes as many requests as it is told, and faults queue up', async () => {
  const { session, play } = open();
  session.clock.setSpeed(0);
  session.faults.add({ fault: 'truncate', after: 1, times: 2 });
  session.faults.add({ fault: 'reset' });
  const readers = [play(letters(2)), play(letters(2)), play(letters(2)), play(letters(2))];
  await Promise.all(readers.map(({ over }) => over));
  expect(readers.map(({ text, fault }) => [text, fault?.fault])).toEqual([
    ['a', 'truncate'],
    ['a', 'truncate'],
    ['', 'reset'],
    ['ab', undefined],
  ]);
});

test('options that make no sense are refused', () => {
  const { session } = open();
  const refuses = (call: () => void) =>
    expect(call).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  refuses(() => session.selection.use(gated, { times: 0 }));
  refuses(() => session.selection.use(gated, { times: 1.5 }));
  refuses(() => session.faults.add({ fault: 'reset', after: -1 }));
  refuses(() => session.faults.add({ fault: 'reset', times: 0 }));
  refuses(() => session.faults.add(JSON.parse('{"fault":"resett"}')));
});

test('use with times goes back to the scenario before', () => {
  const { session } = open();
  const other = scenarioFromObject({ name: 'other', reply: [{ text: 'x' }] });
  session.selection.use(other);
  session.selection.use(gated, { times: 2 });
  const taken = Array.from({ length: 4 }, () => session.selection.take()?.name);
  expect(taken).toEqual(['gated', 'gated', 'other', 'other']);
  session.selection.none();
  expect(session.selection.take()).toBeUndefined();
});

test('the holds and steps of a scenario stay known after its last use', async () => {
  const { session } = open();
  session.selection.use(gated, { times: 1 });
  session.selection.take();
  session.clock.pauseAt('first');
  const waiting = expect(session.holds.reached('gate', { timeout: 10 })).rejects.toMatchObject({
    code: 'timeout',
  });
  await vi.advanceTimersByTimeAsync(10);
  await waiting;
});

test('the journal says after which frame a client left', async () => {
  const { session, play } = open();
  const reader = play(letters(10));
  await vi.advanceTimersByTimeAsync(250);
  reader.player.leave();
  expect(session.journal.entries()).toMatchObject([{ ending: { type: 'left', after: 3 } }]);
});

test('the journal says when each frame was due and written', async () => {
  const { session, play } = open();
  play([frame(0, 'a'), hold(100, 'gate'), frame(150, 'b')]);
  session.selection.use(gated);
  await vi.advanceTimersByTimeAsync(1100);
  await session.holds.release('gate');
  await vi.advanceTimersByTimeAsync(50);
  expect(session.journal.entries().at(-1)?.frames).toMatchObject([
    { number: 1, due: 0, written: 0, data: 'a' },
    { number: 2, due: 1150, written: 1150, data: 'b' },
  ]);
});

test('an entry of the journal is as it was when it was read', async () => {
  const { session, play } = open();
  play(letters(3));
  await vi.advanceTimersByTimeAsync(0);
  const early = session.journal.entries().at(-1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(early?.frames).toHaveLength(1);
  expect(session.journal.entries().at(-1)?.frames).toHaveLength(3);
});

test('the journal is bounded', () => {
  const { session, record } = open({ journalLimit: 3 });
  for (let i = 1; i <= 5; i++) record();
  expect(session.journal.entries().map(({ number }) => number)).toEqual([3, 4, 5]);
});

test('a revision is never that of an earlier session', async () => {
  const first = open();
  first.record();
  const { revision } = await first.session.changes(0);
  const second = open();
  second.record('/new');
  expect((await second.session.changes(revision)).results).toMatchObject([{ request: { path: '/new' } }]);
});

test('reset ends what streams and forgets everything', async () => {
  const { session, play, events } = open();
  session.selection.use(gated);
  session.faults.add({ fault: 'reset', after: 100, times: 5 });
  session.attempt('gated');
  session.clock.pauseAt(1);
  const reader = play(letters(3));
  await vi.advanceTimersByTimeAsync(100);
  const abandoned: string[] = [];
  session.onAbandon(({ code, message }) => abandoned.push(`${code}: ${message}`));
  session.reset();
  await reader.over;
  expect(reader.text).toBe('a');
  expect(session.journal.entries()).toEqual([]);
  expect(session.selection.current).toBeUndefined();
  expect(session.attempt('gated')).toBe(1);
  expect(session.clock.state()).toMatchObject({ paused: false, streams: [] });
  expect(abandoned).toEqual(['closed: The session was reset while this call waited.']);
  expect(events.map(({ type }) => type)).toEqual([
    ...['clock', 'request', 'answering', 'clock', 'frames', 'ended', 'clock', 'reset'],
  ]);
});

test('the journal has the times of every frame of a long stream', async () => {
  const { session, play } = open();
  const reader = play(letters(300));
  await vi.advanceTimersByTimeAsync(30_000);
  await reader.over;
  const times = session.journal
    .entries()
    .at(-1)
    ?.frames.map(({ due, written }) => [due, Math.round(written)]);
  expect(times).toEqual(Array.from({ length: 300 }, (_, index) => [index * 100, index * 100]));
});
