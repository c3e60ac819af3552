import type { TestType } from '@playwright/test';

/** Playwright's `test.step`. */
type Step = TestType<object, object>['step'];

/** What a verb belongs to: called, it gives more verbs and not the promise of a result. */
const GROUPS = ['clock', 'holds', 'hold'];

/** The same verbs as steps of the test: one that fails shows its line. `name` is what reports call the object. */
export function asSteps<T extends object>(verbs: T, name: string, step: Step): T {
  return new Proxy(verbs, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof key !== 'string') return value;
      const path = `${name}.${key}`;
      if (typeof value !== 'function')
        return GROUPS.includes(key) ? asSteps(value as object, path, step) : value;
      if (GROUPS.includes(key))
        return (...args: unknown[]) => asSteps(value.apply(target, args), titleOf(path, args), step);
      return async (...args: unknown[]) => {
        // The box leaves out one caller: this function, which waits so that it is still there to be left out.
        return await step(titleOf(path, args), async () => value.apply(target, args), { box: true });
      };
    },
  });
}

function titleOf(path: string, args: readonly unknown[]): string {
  return `${path}(${args.map(shown).join(', ')})`;
}

/** An argument as a title has room for it. */
function shown(argument: unknown): string {
  if (typeof argument === 'function') return '…';
  if (typeof argument !== 'object' || argument === null) return JSON.stringify(argument) ?? 'undefined';
  const text = JSON.stringify(argument);
  return text.length > 60 ? '{…}' : text;
}
