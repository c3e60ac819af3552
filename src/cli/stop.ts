import type { Io } from './io.ts';

/** The first signal stops the server in an orderly way, the second ends the process. */
export function stopOnSignal(io: Io): AbortController {
  const stop = new AbortController();
  io.onSignal((signal) => {
    if (stop.signal.aborted) io.exit(128 + { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[signal]);
    else stop.abort();
  });
  return stop;
}
