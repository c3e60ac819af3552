import * as z from 'zod';

/** The schema below `optional` and `nullable`. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) inner = inner.unwrap();
  return inner;
}

export const isOptional = (schema: z.core.$ZodType): boolean => schema instanceof z.ZodOptional;

/** The required keys of an object schema. A kind of step has one: the key that names the kind. */
export function requiredKeys(schema: z.core.$ZodType): string[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.keys(schema.shape).filter((key) => !isOptional(schema.shape[key]));
}

/** All object schemas that a value of this schema may follow: through unions, and the entries of lists. */
export function objectsIn(schema: z.core.$ZodType): z.ZodObject[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return [inner];
  if (inner instanceof z.ZodArray) return objectsIn(inner.element);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => objectsIn(option));
  return [];
}

/** The description of a schema, for the long format. */
export function describeSchema(schema: z.core.$ZodType): string[] | undefined {
  const described = [schema, unwrap(schema)].map((one) => z.globalRegistry.get(one)?.description);
  const description = described.find((text) => text !== undefined);
  return description === undefined ? undefined : [description];
}
