import type * as z from 'zod';
import { type Finding, MOST_FINDINGS, type Path } from './problem.ts';
import { objectsIn } from './schema-walk.ts';
import { suggestName } from './synonyms.ts';
import { quoted } from './wording.ts';

type Shape = Readonly<Record<string, z.core.$ZodType>>;

/** Whether an object has a key that may be a misspelling of one of these. */
export function hasKeyNear(object: object, wanted: readonly string[]): boolean {
  return Object.keys(object).some((key) => suggestName(key, wanted).length > 0);
}

/**
 * A finding for each key that an object must not have: the nearest one that it may have, or where it belongs.
 *
 * @param rule the keys that it may have, as a sentence; without one they are listed
 */
export function unknownKeys(
  object: Readonly<Record<string, unknown>>,
  shape: Shape,
  path: Path,
  rule?: string,
): Finding[] {
  const known = Object.keys(shape).filter((key) => key !== '$schema');
  const list = rule ?? `known keys here: ${known.join(', ')}`;
  const free = known.filter((key) => !Object.hasOwn(object, key));
  const unknown = Object.keys(object).filter((key) => !Object.hasOwn(shape, key));
  return unknown.slice(0, MOST_FINDINGS + 1).map((key): Finding => {
    const [near] = suggestName(key, free);
    const hint = near === undefined ? homeHint(key, object, shape) : `did you mean "${near}"?`;
    const found = { path: [...path, key], at: 'key' as const, message: `unknown key ${quoted(key)}` };
    return hint === undefined ? { ...found, hint: list } : { ...found, hint, notes: [list] };
  });
}

/** Names the key of this object whose own value may have the unknown key: `index` belongs to `search`. */
function homeHint(key: string, object: Readonly<Record<string, unknown>>, shape: Shape): string | undefined {
  const home = Object.entries(shape).find(([, child]) =>
    objectsIn(child).some((inner) => Object.hasOwn(inner.shape, key)),
  )?.[0];
  if (home === undefined) return undefined;
  const isEmpty = Object.hasOwn(object, home) && (object[home] ?? undefined) === undefined;
  return isEmpty ? `it belongs to "${home}": indent it below that key` : `it belongs inside "${home}"`;
}
