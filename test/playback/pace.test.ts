import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeTimersOfMock, realTimersOfMock } from '../kit/fake-timers.ts';
import { frame, letters, Stage, taken } from './stage.ts';

beforeEach(() => {
  fakeTimersOfMock();
});
afterEach(() => {
  vi.unstubAllGlobals();
  realTimersOfMock();
});

test('sends each frame when it is due', async () => {
  const began = performance.now();
  const reader = new Stage().play(letters(4));
  await vi.advanceTimersByTimeAsync(299);
  expect(reader.text).toBe('abc');
  await vi.advanceTimersByTimeAsync(1);
  expect(reader.text).toBe('abcd');
  expect(reader.times.map((time) => time - began)).toEqual([0, 100, 200, 300]);
  expect(reader.ending).toEqual({ type: 'done' });
});

test('speed multiplies', async () => {
  const reader = new Stage({ speed: 4 }).play(letters(4));
  await vi.advanceTimersByTimeAsync(50);
  expect(reader.text).toBe('abc');
});

test('speed 0 does not wait at all', async () => {
  const reader = new Stage({ speed: 0 }).play(letters(26, 60_000));
  await vi.advanceTimersByTimeAsync(0);
  expect(reader.text).toBe('abcdefghijklmnopqrstuvwxyz');
  expect(vi.getTimerCount()).toBe(0);
});

test('speed may change in the middle', async () => {
  const stage = new Stage();
  const reader = stage.play(letters(10));
  await vi.advanceTimersByTimeAsync(100);
  stage.clock.setSpeed(10);
  await vi.advanceTimersByTimeAsync(20);
  expect(reader.text).toBe('abcd');
  stage.clock.setSpeed(0);
  await vi.advanceTimersByTimeAsync(0);
  expect(reader.text).toBe('abcdefghij');
});

test('a very low speed waits, and does not spin', async () => {
  // Not a spy: after the file, Vitest restores what a spy stood for, and that is the faked one.
  const timers = vi.fn(setTimeout);
  vi.stubGlobal('setTimeout', timers);
  const reader = new Stage({ speed: 1e-6 }).play([frame(0, 'a'), frame(3_600_000, 'b')]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reader.text).toBe('a');
  expect(timers.mock.calls.map(([, delay]) => delay)).toEqual([2 ** 31 - 1]);
});

test('a deadline is counted from the start of the reply: late timers do not add up', async () => {
  let late = 0;
  const stage = new Stage({ realNow: () => performance.now() + late });
  const reader = stage.play(letters(10));
  const began = performance.now();
  // Each tick finds that 30 ms more have passed than its timer knew.
  for (let tick = 0; tick < 3; tick++) {
    await vi.advanceTimersToNextTimerAsync();
    late += 30;
  }
  await vi.advanceTimersByTimeAsync(1000);
  const at = reader.times.map((time) => time - began);
  expect(at.at(-1)).toBe(900 - 90);
});

test('what is overdue goes out in one burst', async () => {
  let late = 0;
  const stage = new Stage({ realNow: () => performance.now() + late });
  const player = stage.unread(letters(5));
  late = 250;
  const burst = await taken(player);
  expect(burst).toMatchObject({ type: 'frames', frames: ['a', 'b', 'c'] });
});

test('a reader that does not read is sent nothing more, and then all that was due meanwhile', async () => {
  const stage = new Stage();
  const player = stage.unread(letters(5));
  await taken(player);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(player.sent).toBe(1);
  const burst = await taken(player);
  expect(burst).toMatchObject({ frames: ['b', 'c', 'd', 'e'] });
});

test('one timer serves all streams', async () => {
  const stage = new Stage();
  const readers = Array.from({ length: 50 }, () => stage.play(letters(3)));
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(readers.every(({ text }) => text === 'abc')).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('a client that leaves stops its stream, and no timer stays', async () => {
  const stage = new Stage();
  const reader = stage.play(letters(10));
  await vi.advanceTimersByTimeAsync(150);
  reader.player.leave();
  await reader.over;
  expect(reader.text).toBe('ab');
  expect(reader.ending).toEqual({ type: 'left' });
  expect(vi.getTimerCount()).toBe(0);
  expect(stage.clock.state().streams).toEqual([]);
});

test('a pause takes no time away from what is left', async () => {
  const stage = new Stage();
  const reader = stage.play(letters(3));
  await vi.advanceTimersByTimeAsync(50);
  stage.clock.pause();
  await vi.advanceTimersByTimeAsync(5000);
  expect(reader.text).toBe('a');
  stage.clock.resume();
  await vi.advanceTimersByTimeAsync(49);
  expect(reader.text).toBe('a');
  await vi.advanceTimersByTimeAsync(1);
  expect(reader.text).toBe('ab');
});

test('tells when each frame was due and when it was written', async () => {
  const reader = new Stage().play(letters(2));
  await vi.advanceTimersByTimeAsync(100);
  expect(reader.written).toEqual([
    { upTo: 1, at: 0, held: 0 },
    { upTo: 2, at: 100, held: 0 },
  ]);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a speed of %s', (speed) => {
  expect(() => new Stage().clock.setSpeed(speed)).toThrow(/The speed must be a number of 0 or more/);
});

/** Reads by callback, as a server does: `seen` runs while the clock still wakes its streams. */
function takeAll(stage: Stage, count: number, every: number, seen: (text: string) => void) {
  const player = stage.unread(letters(count, every));
  let text = '';
  const next = () =>
    player.take((burst) => {
      if (burst?.type !== 'frames') return;
      text += burst.frames.join('');
      seen(text);
      next();
    });
  next();
  return () => text;
}

test('the speed may change while a frame is taken', async () => {
  const stage = new Stage();
  const other = stage.play(letters(3, 60_000));
  const text = takeAll(stage, 5, 60_000, (so) => {
    if (so === 'ab') stage.clock.setSpeed(0);
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(text()).toBe('abcde');
  expect(other.text).toBe('abc');
  expect(vi.getTimerCount()).toBe(0);
});

test('the clock may be stopped while a frame is taken', async () => {
  const stage = new Stage();
  const text = takeAll(stage, 5, 100, (so) => {
    if (so === 'ab') stage.clock.pause();
  });
  await vi.advanceTimersByTimeAsync(1000);
  expect(text()).toBe('ab');
  stage.clock.resume();
  await vi.advanceTimersByTimeAsync(100);
  expect(text()).toBe('abc');
});
