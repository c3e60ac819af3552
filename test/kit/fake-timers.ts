import { vi } from 'vitest';
import { timers } from '../../src/timers.ts';

const REAL = { ...timers };

/** Has the mock itself live by Vitest's fake timers, which it does not do by itself. */
export function fakeTimersOfMock(): void {
  vi.useFakeTimers();
  Object.assign(timers, {
    setTimeout: (callback: () => void, delay?: number) => setTimeout(callback, delay),
    clearTimeout: (timer?: NodeJS.Timeout) => clearTimeout(timer),
    setInterval: (callback: () => void, delay?: number) => setInterval(callback, delay),
    clearInterval: (timer?: NodeJS.Timeout) => clearInterval(timer),
    now: () => performance.now(),
    date: () => new Date(),
  });
}

/** Gives the real ones back. */
export function realTimersOfMock(): void {
  vi.useRealTimers();
  Object.assign(timers, REAL);
}
