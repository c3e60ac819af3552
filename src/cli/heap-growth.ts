import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** A heap is large from this part of what may be taken. */
const LARGE = 1 / 3;
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
    const large = getHeapStatistics().total_heap_size > LARGE * memory;
    if (large === bounded) return;
    bounded = large;
    // 0: as V8 finds best.
    setFlagsFromString(`--heap-growing-percent=${bounded ? 20 : 0}`);
  }, EVERY);
  timer.unref();
  signal.addEventListener('abort', () => clearInterval(timer));
}
