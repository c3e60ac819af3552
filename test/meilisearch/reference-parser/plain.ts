import { fits } from './fits.ts';
import type { Adjacent, Field, Shape, Struct, Tagged, Untagged } from './shape.ts';

/**
 * A value that the reader takes for a shape, in the form in which clients write it: structs and enums, which serde also
 * takes as arrays of their values, as objects; variants, which it also takes by their place or as `{"name": null}`, by
 * their names. What is of none of these forms stays as it is.
 */
export function plain(shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case 'option':
      return value === null ? null : plain(shape.some, value);
    case 'list':
      return Array.isArray(value) ? value.map((item) => plain(shape.item, item)) : value;
    case 'dictionary':
      return isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(shape.value, item)]))
        : value;
    case 'struct':
      return plainStruct(shape, value);
    case 'units':
      return plainVariant(shape.variants, value);
    case 'tagged':
      return plainTagged(shape, value);
    case 'adjacent':
      return plainAdjacent(shape, value);
    case 'untagged':
      return plainUntagged(shape, value);
    default:
      return value;
  }
}

function plainStruct({ fields }: Pick<Struct, 'fields'>, value: unknown): unknown {
  const object = Array.isArray(value) ? asObject(fields, value) : value;
  if (!isObject(object)) return value;
  const known = fields.filter(({ name }) => Object.hasOwn(object, name));
  return {
    ...object,
    ...Object.fromEntries(known.map(({ name, shape }) => [name, plain(shape, object[name])])),
  };
}

function asObject(fields: readonly Field[], values: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(fields.slice(0, values.length).map(({ name }, index) => [name, values[index]]));
}

function plainVariant(variants: readonly string[], value: unknown): unknown {
  if (typeof value === 'number') return variants[value] ?? value;
  if (!isObject(value)) return value;
  const [[name, data] = [], ...more] = Object.entries(value);
  return data === null && more.length === 0 ? name : value;
}

function plainTagged({ tag, variants }: Tagged, value: unknown): unknown {
  const [name, data] = Array.isArray(value)
    ? [value[0], value.slice(1)]
    : [isObject(value) && value[tag], value];
  const variant = plainVariant(Object.keys(variants), name);
  if (typeof variant !== 'string') return value;
  const shape = variants[variant];
  const rest = shape === undefined ? {} : plain(shape, data);
  return { ...(isObject(data) ? data : {}), ...(isObject(rest) ? rest : {}), [tag]: variant };
}

function plainAdjacent({ tag, content, variants }: Adjacent, value: unknown): unknown {
  const fields = [tag, content].map((name) => ({ name, shape: { type: 'value' } as const }));
  const object = Array.isArray(value) ? asObject(fields, value) : value;
  if (!isObject(object)) return value;
  const variant = plainVariant(Object.keys(variants), object[tag]);
  const shape = variants[String(variant)];
  if (shape === undefined) return value;
  return { ...object, [tag]: variant, [content]: plain(shape, object[content]) };
}

function plainUntagged({ variants }: Untagged, value: unknown): unknown {
  for (const variant of variants) {
    const candidate = plain(variant, value);
    if (fits(variant, candidate)) return candidate;
  }
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
