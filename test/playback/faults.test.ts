import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FAULTS } from '../../src/playback/item.ts';
import { fakeTimersOfMock, realTimersOfMock } from '../kit/fake-timers.ts';
import { fault, frame, hold, letters, Stage } from './stage.ts';

beforeEach(() => {
  fakeTimersOfMock();
});
afterEach(() => {
  realTimersOfMock();
});

test.each(FAULTS)('%s after 3 frames: exactly 3 are sent, at any speed', async (kind) => {
  for (const speed of [0, 1, 1000]) {
    const reader = new Stage({ speed }).play(letters(10), { fault: kind, after: 3 });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(reader.text).toBe('abc');
    if (kind !== 'stall') expect(reader.ending).toEqual({ type: 'fault', fault: kind });
  }
});

test('a fault after 0 frames comes before the first', async () => {
  const reader = new Stage().play(letters(3), { fault: 'truncate', after: 0 });
  await reader.over;
  expect(reader.text).toBe('');
  expect(reader.fault).toMatchObject({ fault: 'truncate' });
});

test('a fault after all frames comes instead of the end', async () => {
  const reader = new Stage({ speed: 0 }).play(letters(3), { fault: 'reset', after: 3 });
  await reader.over;
  expect(reader.text).toBe('abc');
  expect(reader.ending).toEqual({ type: 'fault', fault: 'reset' });
});

test('a fault after more frames than there are does not come', async () => {
  const reader = new Stage({ speed: 0 }).play(letters(3), { fault: 'reset', after: 4 });
  await reader.over;
  expect(reader.ending).toEqual({ type: 'done' });
});

test('a fault follows its frame at once, and not when the next one is due', async () => {
  const stage = new Stage();
  const reader = stage.play(letters(3, 1000), { fault: 'truncate', after: 2 });
  await vi.advanceTimersByTimeAsync(1000);
  expect(reader.ending).toEqual({ type: 'fault', fault: 'truncate' });
});

test('a fault comes before a hold behind its frames', async () => {
  const stage = new Stage({ speed: 0 });
  const reader = stage.play([frame(0, 'a'), hold(0, 'gate'), frame(0, 'b')], { fault: 'truncate', after: 1 });
  await reader.over;
  expect(reader.text).toBe('a');
});

test('a fault that was asked for obeys the clock', async () => {
  const stage = new Stage();
  stage.clock.pauseAt(2);
  const reader = stage.play(letters(5), { fault: 'reset', after: 2 });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reader.ending).toBeUndefined();
  expect(stage.clock.state().streams).toMatchObject([{ sent: 2, next: 'fault reset' }]);
  await stage.clock.next();
  expect(reader.ending).toEqual({ type: 'fault', fault: 'reset' });
});

test('half a frame is the first half of the next one, in bytes', async () => {
  const half = (text: string) =>
    new Stage({ speed: 0 }).play([frame(0, 'a'), fault(0, 'half-frame'), frame(0, text)]);
  const readers = [half('1234'), half('12345'), half('éé')];
  await Promise.all(readers.map(({ over }) => over));
  const texts = readers.map((reader) => [...(reader.fault?.half ?? [])]);
  expect(texts).toEqual([
    [49, 50],
    [49, 50, 51],
    [0xc3, 0xa9],
  ]);
});

test('a stalled stream stays open and sends nothing more', async () => {
  const stage = new Stage();
  const reader = stage.play([frame(0, 'a'), fault(10, 'stall'), frame(20, 'b')]);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(reader.text).toBe('a');
  expect(reader.ending).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
  reader.player.leave();
  await reader.over;
  expect(reader.ending).toEqual({ type: 'fault', fault: 'stall' });
});

test('a stream that is stopped from outside ends where it stands', async () => {
  const stage = new Stage();
  const reader = stage.play(letters(5));
  await vi.advanceTimersByTimeAsync(100);
  reader.player.stop();
  await reader.over;
  expect(reader.text).toBe('ab');
  expect(reader.ending).toEqual({ type: 'stopped' });
});
