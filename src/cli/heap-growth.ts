import { setFlagsFromString } from 'node:v8';
import type { MemoryBudget } from '../session/memory-budget.ts';

/** How often it looks, in ms. */
const EVERY = 1000;

/**
 * V8 lets its heap grow to several times of what is held before it collects old garbage: a server that holds 256 MB would
 * take a gigabyte. While much is held, it is told to collect after a fifth; else that would only cost time.
 */
export function boundHeapGrowth(memory: MemoryBudget, signal: AbortSignal): void {
  let bounded = false;
  const timer = setInterval(() => {
    const much = memory.used > memory.limit / 4;
    if (much === bounded) return;
    bounded = much;
    // 0: as V8 finds best.
    setFlagsFromString(`--heap-growing-percent=${bounded ? 20 : 0}`);
  }, EVERY);
  timer.unref();
  signal.addEventListener('abort', () => clearInterval(timer));
}
