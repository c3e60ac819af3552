import type { Shape } from './shape.ts';

/** How deep a quick look goes. Deeper values are left to the parser, which knows the exact limit. */
const DEPTH = 64;

/**
 * Whether parsed JSON is plainly of a shape: a quick look at what most requests are. `false` says nothing: the value may
 * have one of the forms that serde takes besides, such as a struct written as an array.
 */
export function isOfShape<T>(shape: Shape<T>, value: unknown): value is T;
export function isOfShape(shape: Shape, value: unknown): boolean {
  switch (shape.type) {
    case 'string':
    case 'boolean':
      return typeof value === shape.type;
    case 'float':
      return typeof value === 'number';
    case 'integer':
      return Number.isSafeInteger(value) && Number(value) >= shape.min && Number(value) <= shape.max;
    case 'value':
      return isShallow(value, DEPTH);
    case 'option':
      return value === null || isOfShape(shape.some, value);
    case 'list':
      return Array.isArray(value) && value.every((item) => isOfShape(shape.item, item));
    case 'dictionary':
      return isObject(value) && Object.entries(value).every((entry) => isEntry(shape, entry));
    case 'struct':
      return isObject(value) && hasFields(value, shape.fields);
    case 'units':
      return typeof value === 'string' && shape.variants.includes(value);
    case 'tagged':
      return isObject(value) && isShallow(value, DEPTH) && isVariant(shape.variants, value[shape.tag], value);
    case 'adjacent':
      return isObject(value) && isVariant(shape.variants, value[shape.tag], value[shape.content]);
    case 'untagged':
      return isShallow(value, DEPTH) && shape.variants.some((variant) => isOfShape(variant, value));
    case 'parsed':
      return typeof value === 'string' && shape.parse(value) === undefined;
    default:
      return shape satisfies never;
  }
}

type Fields = Readonly<Record<string, Shape>>;

function isEntry({ key, value }: { key: Shape; value: Shape }, entry: readonly [string, unknown]): boolean {
  return isOfShape(key, entry[0]) && isOfShape(value, entry[1]);
}

function hasFields(object: Readonly<Record<string, unknown>>, fields: Fields): boolean {
  // The request has 30 fields: a list of entries for each look would cost as much as the look.
  for (const name in fields) {
    const shape = fields[name];
    const value = object[name];
    if (shape === undefined || !(value === undefined ? shape.type === 'option' : isOfShape(shape, value)))
      return false;
  }
  return true;
}

function isVariant(variants: Fields, name: unknown, data: unknown): boolean {
  const shape = typeof name === 'string' && Object.hasOwn(variants, name) ? variants[name] : undefined;
  return shape !== undefined && isOfShape(shape, data);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((item) => isShallow(item, depth - 1));
}
