import type { Validator } from '@cfworker/json-schema';

/**
 * Makes a value valid by taking out what is not: a recursive schema's generator has to end somewhere, and puts null
 * there. Undefined when that does not help.
 */
export function pruned(value: unknown, validator: Validator): { value: unknown } | undefined {
  const root = { value };
  for (;;) {
    const { valid, errors } = validator.validate(root.value);
    if (valid) return root;
    const places = new Set(errors.map(({ instanceLocation }) => instanceLocation));
    const paths = [...places].map(segments);
    const depth = Math.max(...paths.map(({ length }) => length));
    const deepest = paths.filter(({ length }) => length === depth);
    // From the back, so that no element moves before its turn.
    const gone = deepest.toSorted(backwards).filter((path) => removed(root.value, path));
    if (gone.length === 0) return undefined;
  }
}

function backwards(a: readonly string[], b: readonly string[]): number {
  return Number(b.at(-1)) - Number(a.at(-1)) || 0;
}

/** `#/a/0` as `['a', '0']`. */
function segments(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function removed(root: unknown, place: readonly string[]): boolean {
  const last = place.at(-1);
  const parent = place.slice(0, -1).reduce<unknown>((value, key) => member(value, key), root);
  if (last === undefined) return false;
  if (Array.isArray(parent)) return parent.splice(Number(last), 1).length === 1;
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, last)) return false;
  return Reflect.deleteProperty(parent, last);
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
