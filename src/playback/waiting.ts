import { ChatMockError } from '../error.ts';
import { timers } from '../timers.ts';

/** For a call that waits. */
export interface Timed {
  /** Real milliseconds to wait at the most. Default 5000. */
  readonly timeout?: number | undefined;
  /** Gives the wait up: the call rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export const DEFAULT_TIMEOUT = 5000;

/** The longest time that a timer takes, in ms: a longer one fires at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** A wait that has begun. All that one call waits for has this one deadline. */
export interface Wait {
  /** Real ms, as they were asked for. */
  readonly timeout: number;
  /** Real ms of `performance.now()`. */
  readonly until: number;
  readonly signal: AbortSignal | undefined;
}

/** @throws ChatMockError `invalid-option` when the timeout is no number of 0 or more */
export function beginWait({ timeout = DEFAULT_TIMEOUT, signal }: Timed = {}): Wait {
  if (timeout >= 0) return { timeout, until: timers.now() + timeout, signal };
  const message = `A timeout is a number of milliseconds of 0 or more, and this one is ${timeout}.`;
  throw new ChatMockError('invalid-option', message);
}

/** Real ms that are left of a wait, for a timer. */
export function remaining({ until }: Wait): number {
  return Math.min(LONGEST_TIMER, Math.max(0, until - timers.now()));
}

/** The error of a call that waited in vain. */
export function timedOut({ timeout }: Wait, wanted: string, saw: string): ChatMockError {
  return new ChatMockError('timeout', `Waited ${timeout} ms for ${wanted}, and saw ${saw}.`);
}

/** Resolves once a condition holds; rejects with what was waited for and what was seen instead. */
export function within(
  wait: Wait,
  options: {
    readonly condition: () => boolean;
    readonly wanted: () => string;
    readonly saw: () => string;
    /** Calls back at every change that may make the condition hold. */
    readonly watch: (listener: () => void) => () => void;
  },
): Promise<void> {
  const { condition, wanted, saw, watch } = options;
  const { signal } = wait;
  return new Promise((resolve, reject) => {
    // What an executor throws, a promise is rejected with.
    signal?.throwIfAborted();
    if (condition()) return resolve();
    const finish = (settle: () => void) => {
      timers.clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      unwatch();
      settle();
    };
    const abort = () => finish(() => reject(signal?.reason));
    const timer = timers.setTimeout(
      () => finish(() => reject(timedOut(wait, wanted(), saw()))),
      remaining(wait),
    );
    signal?.addEventListener('abort', abort);
    const unwatch = watch(() => {
      if (condition()) finish(resolve);
    });
  });
}
