import { waitedForCpu } from '../fuzz/waited-for-cpu.ts';

/** Does some work, and looks at each turn of the event loop how long others had to wait for theirs, at the most: in ms, without what the machine was busy with others. */
export async function longestWait<T>(work: () => Promise<T>): Promise<{ result: T; longest: number }> {
  let longest = 0;
  let last = performance.now() - waitedForCpu();
  const look = () => {
    const now = performance.now() - waitedForCpu();
    longest = Math.max(longest, now - last);
    last = now;
    probe = setImmediate(look);
  };
  let probe = setImmediate(look);
  try {
    const result = await work();
    return { result, longest };
  } finally {
    clearImmediate(probe);
  }
}
