import { ChatMockError } from '../error.ts';

/** For a call that waits. */
export interface Timed {
  /** Real milliseconds to wait at the most. Default 5000. */
  readonly timeout?: number;
}

export const DEFAULT_TIMEOUT = 5000;

/** Resolves once a condition holds; rejects with what was waited for and what was seen instead. */
export function within(options: {
  readonly timeout?: number;
  readonly condition: () => boolean;
  readonly wanted: () => string;
  readonly saw: () => string;
  /** Calls back at every change that may make the condition hold. */
  readonly watch: (listener: () => void) => () => void;
}): Promise<void> {
  if (options.condition()) return Promise.resolve();
  const { timeout = DEFAULT_TIMEOUT } = options;
  const wanted = options.wanted();
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      unwatch();
      settle();
    };
    const timer = setTimeout(() => {
      finish(() =>
        reject(new ChatMockError('timeout', `Waited ${timeout} ms for ${wanted}, and saw ${options.saw()}.`)),
      );
    }, timeout);
    const unwatch = options.watch(() => {
      if (options.condition()) finish(resolve);
    });
  });
}
