/** How deep a value may be: what is nested deeper overflows the stack of `JSON.stringify`, sooner or later. */
const DEEPEST = 200;

/** What a string, an array or an object takes besides its contents, in bytes. */
const HEADER = 32;
/** What a function takes, with the variables that it holds. */
const CLOSURE = 160;

/** About how many bytes of memory a value takes, as V8 lays it out; infinitely many when it is nested too deep. */
export function sizeOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') return HEADER + 2 * value.length;
  if (typeof value === 'function') return CLOSURE;
  if (typeof value !== 'object' || value === null) return HEADER / 2;
  if (depth >= DEEPEST) return Number.POSITIVE_INFINITY;
  if (ArrayBuffer.isView(value)) return HEADER + value.byteLength;
  let size = HEADER;
  if (Array.isArray(value)) for (const element of value) size += 8 + sizeOf(element, depth + 1);
  else for (const key in value) size += 8 + sizeOf(Reflect.get(value, key), depth + 1);
  return size;
}
