import * as z from 'zod';
import { isRecord } from './wording.ts';

/** The schema below `optional`, `nullable` and the like. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) inner = inner.unwrap();
  return inner;
}

/** The schema of what is at a path: through a union, the first branch that has such a place. */
export function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  let at: z.core.$ZodType | undefined = schema;
  for (const part of path) {
    const inner: z.core.$ZodType = unwrap(at);
    if (inner instanceof z.ZodObject) at = inner.shape[String(part)];
    else if (inner instanceof z.ZodArray) at = inner.element;
    else if (inner instanceof z.ZodRecord) at = inner.valueType;
    else if (inner instanceof z.ZodUnion) at = firstBranch(inner, part);
    else return undefined;
    if (at === undefined) return undefined;
  }
  return at;
}

function firstBranch(union: z.ZodUnion, part: PropertyKey): z.core.$ZodType | undefined {
  for (const option of union.options) {
    const found = schemaAt(option, [part]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All object schemas that a value of this schema may follow: through unions, and the entries of lists. */
export function objectSchemas(schema: z.core.$ZodType): z.ZodObject[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return [inner];
  if (inner instanceof z.ZodArray) return objectSchemas(inner.element);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => objectSchemas(option));
  return [];
}

/** What a schema says of itself. */
export function describeSchema(schema: z.core.$ZodType | undefined): string | undefined {
  if (schema === undefined) return undefined;
  const own = z.globalRegistry.get(schema)?.description;
  if (own !== undefined) return own;
  const inner = unwrap(schema);
  return inner === schema ? undefined : z.globalRegistry.get(inner)?.description;
}

/** The value at a path; undefined when there is none. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const part of path) {
    if (Array.isArray(at) && typeof part === 'number') at = at[part];
    else if (isRecord(at) && Object.hasOwn(at, part)) at = at[String(part)];
    else return undefined;
  }
  return at;
}
