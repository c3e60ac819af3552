import fc from 'fast-check';

// Locally every run tries other cases; in CI a run says something about the change, not about its luck.
const seed = process.env.FC_SEED ?? (process.env.CI === undefined ? undefined : '20261122');
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) });
