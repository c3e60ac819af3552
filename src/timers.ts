/** The timers and clocks that the mock lives by. */
export interface Timers {
  readonly setTimeout: typeof setTimeout;
  readonly clearTimeout: typeof clearTimeout;
  readonly setInterval: typeof setInterval;
  readonly clearInterval: typeof clearInterval;
  /** Only in Node. */
  readonly setImmediate: ((callback: () => void) => unknown) | undefined;
  /** Real ms of `performance.now()`. */
  now(): number;
  /** The time of day. */
  date(): Date;
}

/** A timer that runs, or none. */
export type Timer = ReturnType<typeof setTimeout> | undefined;

/**
 * The real ones, whatever a test does to the global ones: with fake timers the app stands still, and its streams come as they do
 * from a server on another machine. Nothing of the mock uses the global ones.
 */
export const timers: Timers = realTimers();

function realTimers(): Timers {
  const performance = real('performance');
  const RealDate = real('Date');
  const immediate: Timers['setImmediate'] = real('setImmediate');
  return {
    // Browsers refuse a timer that is called on another object.
    setTimeout: real('setTimeout').bind(globalThis),
    clearTimeout: real('clearTimeout').bind(globalThis),
    setInterval: real('setInterval').bind(globalThis),
    clearInterval: real('clearInterval').bind(globalThis),
    setImmediate: immediate,
    now: performance.now.bind(performance),
    date: () => new RealDate(),
  };
}

/** What a global was before it was faked: a test may fake the timers before it loads the mock. */
function real<Name extends keyof typeof globalThis>(name: Name): (typeof globalThis)[Name] {
  type Originals = Partial<typeof globalThis>;
  const { __pwClock: playwright } = globalThis as { readonly __pwClock?: { readonly builtins?: Originals } };
  // Vitest, Jest and Sinon share one library: a fake has its clock, which keeps the originals as `_NAME`.
  const fake = globalThis[name] as { readonly clock?: Readonly<Record<string, unknown>> } | undefined;
  const original = fake?.clock?.[`_${name}`] as (typeof globalThis)[Name] | undefined;
  // `page.clock` of Playwright keeps them in the page.
  return original ?? playwright?.builtins?.[name] ?? globalThis[name];
}
