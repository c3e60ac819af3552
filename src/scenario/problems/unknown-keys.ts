import type * as z from 'zod';
import { suggest } from '../../suggest.ts';
import { type Finding, withHint, withNotes } from './finding.ts';
import type { Path } from './problem.ts';
import { objectSchemas } from './schema-walk.ts';
import { isRecord, quoted } from './wording.ts';

/** What is said of keys that an object must not have: the nearest one that it may have, or where this one belongs. */
export function unknownKeys(
  keys: readonly string[],
  schema: z.core.$ZodType | undefined,
  found: unknown,
  path: Path,
): Finding[] {
  const [object] = schema === undefined ? [] : objectSchemas(schema);
  const shape = object?.shape ?? {};
  return keys.map((key) => unknownKey(key, shape, found, path));
}

/** What is said of one key, when these are the ones that may be there. */
export function unknownKey(
  key: string,
  shape: Readonly<Record<string, z.core.$ZodType>>,
  found: unknown,
  path: Path,
): Finding {
  const known = Object.keys(shape).filter((name) => name !== '$schema');
  const free = known.filter((name) => !isRecord(found) || !Object.hasOwn(found, name));
  const [near] = suggest(key, free);
  const home = near === undefined ? homeOf(key, shape) : undefined;
  const list = known.length === 0 ? undefined : `known keys here: ${known.join(', ')}`;
  const finding = { path: [...path, key], at: 'key' as const, message: `unknown key ${quoted(key)}` };
  if (near !== undefined) return { ...finding, hint: `did you mean "${near}"?`, ...withNotes(list) };
  if (home !== undefined) {
    const empty =
      isRecord(found) && Object.hasOwn(found, home) && (found[home] === null || found[home] === undefined);
    const hint = empty ? `it belongs to "${home}": indent it below that key` : `it belongs inside "${home}"`;
    return { ...finding, hint, ...withNotes(list) };
  }
  return { ...finding, ...withHint(list) };
}

/** The key of this object whose own value may have the unknown key: `index` belongs to `search`. */
function homeOf(key: string, shape: Readonly<Record<string, z.core.$ZodType>>): string | undefined {
  return Object.keys(shape).find((name) => {
    const child = shape[name];
    return child !== undefined && objectSchemas(child).some((inner) => Object.hasOwn(inner.shape, key));
  });
}
