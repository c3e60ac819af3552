import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Sessions } from '../../src/session/sessions.ts';
import { fakeTimersOfMock, realTimersOfMock } from '../kit/fake-timers.ts';

beforeEach(() => {
  fakeTimersOfMock();
});
afterEach(() => {
  realTimersOfMock();
});

const open = () =>
  new Sessions(1000, { scenarios: () => [], speed: 1, journalLimit: 1, emit: () => undefined });
const names = (sessions: Sessions) => sessions.all().map(({ name }) => name);

test('a session that is idle for long is forgotten, and one that is used is not', () => {
  const sessions = open();
  sessions.get('idle');
  sessions.get('used');
  vi.advanceTimersByTime(900);
  sessions.get('used');
  vi.advanceTimersByTime(200);
  sessions.get('new');
  expect(names(sessions)).toEqual(['used', 'new']);
});

test('a clock of the machine that jumps, in either direction, drops no session and keeps none', () => {
  const sessions = open();
  sessions.get('first');
  vi.setSystemTime(Date.now() + 86_400_000);
  sessions.get('second');
  expect(names(sessions)).toEqual(['first', 'second']);
  vi.setSystemTime(Date.now() - 172_800_000);
  vi.advanceTimersByTime(1001);
  sessions.get('third');
  expect(names(sessions)).toEqual(['third']);
});
