import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** How often it looks, in ms. */
const EVERY = 1000;

/**
 * V8 lets its heap grow to several times of what is held before it collects old garbage: a server that holds 256 MB would
 * take a gigabyte. While the heap is large, it is told to collect after a fifth; else that would only cost time.
 *
 * @param memory what may be taken, in bytes
 */
export function boundHeapGrowth(memory: number, signal: AbortSignal): void {
  let bounded = false;
  const timer = setInterval(() => {
    const much = getHeapStatistics().total_heap_size > memory / 3;
    if (much === bounded) return;
    bounded = much;
    // 0: as V8 finds best.
    setFlagsFromString(`--heap-growing-percent=${bounded ? 20 : 0}`);
  }, EVERY);
  timer.unref();
  signal.addEventListener('abort', () => clearInterval(timer));
}
