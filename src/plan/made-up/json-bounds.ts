import type { JsonSchema } from 'json-schema-faker';

/** The most that a schema may ask for: characters of a text, members of an array or object. */
const MOST: Readonly<Record<string, number>> = {
  minLength: 10_000,
  pattern: 10_000,
  minItems: 1_000,
  minProperties: 100,
};

/**
 * A copy of a schema that its generator can follow in bounded time. Throws for what would have to be huge.
 * The generator's patterns know no Unicode classes: letters and digits of ASCII stand in for them.
 */
export function bounded(schema: JsonSchema): JsonSchema {
  return copied(schema) as JsonSchema;
}

/** Keywords whose values are data, not schemas. */
const DATA = new Set(['enum', 'const', 'default', 'examples', 'required']);

function copied(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(copied);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => {
      if (typeof value === 'number') checkSize(key, value);
      if (key === 'pattern' && typeof value === 'string') return [key, simplified(value)];
      return [key, DATA.has(key) ? value : copied(value)];
    }),
  );
}

const CLASSES: Readonly<Record<string, string>> = {
  L: 'A-Za-z',
  Lu: 'A-Z',
  Ll: 'a-z',
  N: '0-9',
  Nd: '0-9',
  Letter: 'A-Za-z',
};

function simplified(pattern: string): string {
  const least = [...pattern.matchAll(/\{(\d+)/g)].reduce((product, [, times]) => product * Number(times), 1);
  checkSize('pattern', least);
  // Inside brackets the stand-in goes as it is, outside it needs brackets of its own.
  let inside = false;
  return pattern.replace(/\\p\{(\w+)\}|\\.|[[\]]/gs, (match, name: string | undefined) => {
    if (match === '[') inside = true;
    if (match === ']') inside = false;
    const range = name === undefined ? undefined : CLASSES[name];
    if (range === undefined) return match;
    return inside ? range : `[${range}]`;
  });
}

function checkSize(keyword: string, size: number): void {
  const most = MOST[keyword] ?? Number.POSITIVE_INFINITY;
  if (size > most) throw new RangeError(`Its ${keyword} asks for ${size} parts, the most is ${most}`);
}
