/** How long anything may keep the event loop from other requests, in milliseconds. */
const LONGEST = 50;

/** What a function returns, and whether it takes too long: the best of three, since the machine has others to serve. */
export function timed<T>(call: () => T): { readonly value: T; readonly slow: boolean } {
  const once = () => {
    const start = performance.now();
    const value = call();
    return { value, slow: performance.now() - start > LONGEST };
  };
  let result = once();
  for (let i = 1; i < 3 && result.slow; i++) result = once();
  return result;
}
