import { readFileSync } from 'node:fs';

/** How long this thread has waited for a CPU until now, in ms; 0 where there is no /proc. */
export function waitedForCpu(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
