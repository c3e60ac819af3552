/** What came of something that may have thrown. */
export type Attempt<T> = { readonly value: T } | { readonly error: unknown };

export function attempt<T>(run: () => T): Attempt<T> {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
}

/** The first error counts. */
export function settle<T>(first: Attempt<T>, second: Attempt<void>): T {
  if ('error' in first) throw first.error;
  if ('error' in second) throw second.error;
  return first.value;
}
