import type { Io } from './io.ts';

/** When a server is to stop. */
export interface Stopped {
  /** Resolves when it is to stop. */
  readonly promise: Promise<void>;
  readonly stop: () => void;
  /** Runs at the end, however it comes. */
  cleanUp(task: () => void): void;
  end(): void;
}

/** The first signal stops the server in an orderly way, the second ends the process. */
export function untilStopped(io: Io): Stopped {
  let stop = () => {};
  let stopping = false;
  const tasks: (() => void)[] = [];
  const promise = new Promise<void>((resolve) => {
    stop = () => {
      stopping = true;
      resolve();
    };
  });
  const end = () => {
    for (const task of tasks.splice(0)) task();
  };
  io.onSignal((signal) => {
    if (!stopping) return stop();
    end();
    io.exit(128 + { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[signal]);
  });
  return { promise, stop, end, cleanUp: (task) => tasks.push(task) };
}
