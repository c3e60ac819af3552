import fc from 'fast-check';

// Locally every run tries other cases; in CI a run says something about the change, not about its luck.
const seed = process.env.FC_SEED ?? (process.env.CI === undefined ? undefined : '20261122');
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) });

// The unit tests share a worker's globals: a file that leaves its timers faked would stop the streams of those after it.
if ('clock' in setTimeout) throw new Error('A test file before this one has left its timers faked.');
