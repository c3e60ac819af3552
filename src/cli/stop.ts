import type { Io } from './io.ts';

/**
 * The first signal stops what runs in an orderly way, the second ends the process.
 *
 * @param drained what SIGTERM waits for before it stops. Default: nothing
 */
export function stopOnSignal(io: Io, drained: () => Promise<void> = async () => {}): AbortController {
  const stop = new AbortController();
  let signalled = false;
  io.onSignal((signal) => {
    if (signalled || stop.signal.aborted) io.exit(128 + { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[signal]);
    else if (signal === 'SIGTERM') void drained().finally(() => stop.abort());
    else stop.abort();
    signalled = true;
  });
  return stop;
}
