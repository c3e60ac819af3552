import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeTimersOfMock, realTimersOfMock } from '../kit/fake-timers.ts';
import { frame, hold, letters, Stage } from './stage.ts';

beforeEach(() => {
  fakeTimersOfMock();
});
afterEach(() => {
  realTimersOfMock();
});

const script = () => [frame(0, 'a'), hold(100, 'gate'), frame(100, 'b'), frame(150, 'c')];

test('a stream waits at a hold until it is released', async () => {
  const stage = new Stage({ holds: ['gate'] });
  const reader = stage.play(script());
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reader.text).toBe('a');
  expect(stage.holds.names()).toEqual(['gate']);
  expect(stage.clock.state().streams).toMatchObject([{ heldAt: 'gate', sent: 1, next: 'hold "gate"' }]);
  await stage.holds.release('gate');
  await vi.advanceTimersByTimeAsync(0);
  expect(reader.text).toBe('ab');
  expect(stage.holds.names()).toEqual([]);
});

test('what comes after a hold keeps its distance from it', async () => {
  const stage = new Stage({ holds: ['gate'] });
  const reader = stage.play(script());
  await vi.advanceTimersByTimeAsync(700);
  await stage.holds.release('gate');
  await vi.advanceTimersByTimeAsync(49);
  expect(reader.text).toBe('ab');
  await vi.advanceTimersByTimeAsync(1);
  expect(reader.text).toBe('abc');
  expect(reader.written.at(-1)).toEqual({ upTo: 3, at: 750, held: 600 });
});

test('reached resolves when a stream comes there', async () => {
  const stage = new Stage({ holds: ['gate'] });
  const reached = stage.holds.reached('gate');
  const reader = stage.play(script());
  await vi.advanceTimersByTimeAsync(100);
  await reached;
  expect(reader.text).toBe('a');
  // Again, now that it is there.
  await stage.holds.reached('gate');
});

test('release waits for a stream to come, and lets through all that are there', async () => {
  const stage = new Stage({ holds: ['gate'] });
  const released = stage.holds.release('gate');
  const readers = [stage.play(script()), stage.play(script())];
  await vi.advanceTimersByTimeAsync(100);
  await released;
  await vi.advanceTimersByTimeAsync(50);
  expect(readers.map(({ text }) => text)).toEqual(['abc', 'abc']);
});

test('a hold may be come to again', async () => {
  const stage = new Stage({ speed: 0, holds: ['gate'] });
  const reader = stage.play([hold(0, 'gate'), frame(0, 'a'), hold(0, 'gate'), frame(0, 'b')]);
  await stage.holds.release('gate');
  await stage.holds.reached('gate');
  expect(reader.text).toBe('a');
  await stage.holds.release('gate');
  await reader.over;
  expect(reader.text).toBe('ab');
});

test('a hold released while the clock stands waits for the clock as well', async () => {
  const stage = new Stage({ holds: ['gate'] });
  const reader = stage.play(script());
  await vi.advanceTimersByTimeAsync(100);
  stage.clock.pause();
  await stage.holds.release('gate');
  await vi.advanceTimersByTimeAsync(1000);
  expect(reader.text).toBe('a');
  await stage.clock.next();
  expect(reader.text).toBe('ab');
});

test('a client that leaves a held stream is no longer at the hold', async () => {
  const stage = new Stage({ holds: ['gate'] });
  const reader = stage.play(script());
  await vi.advanceTimersByTimeAsync(100);
  reader.player.leave();
  await reader.over;
  expect(stage.holds.names()).toEqual([]);
  expect(reader.ending).toEqual({ type: 'left' });
});

test('an unknown hold is refused at once, with the nearest name', async () => {
  const stage = new Stage({ holds: ['before-the-end', 'gate'] });
  await expect(stage.holds.reached('befor-the-end')).rejects.toMatchObject({
    code: 'unknown-name',
    message:
      'There is no hold "befor-the-end". Did you mean "before-the-end"? The holds are: before-the-end, gate.',
  });
  await expect(new Stage().holds.release('gate')).rejects.toThrow('No scenario has one.');
});

test('a wait for a hold that nothing comes to says what it saw', async () => {
  const stage = new Stage({ holds: ['gate'] });
  stage.play(letters(2));
  const waiting = expect(stage.holds.reached('gate', { timeout: 300 })).rejects.toMatchObject({
    code: 'timeout',
    message: 'Waited 300 ms for a stream to come to the hold "gate", and saw what it saw.',
  });
  await vi.advanceTimersByTimeAsync(300);
  await waiting;
});
