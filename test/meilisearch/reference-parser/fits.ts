import type { Field, Shape } from './shape.ts';

/** Deeper values are left to the reader, which knows the exact limit. */
const DEPTH = 64;

/**
 * Whether a parsed value plainly is of a shape: a quick look at what good requests are made of. `false` says nothing: the
 * value may have one of the forms that serde takes besides, such as a struct written as an array.
 */
export function fits(shape: Shape, value: unknown): boolean {
  switch (shape.type) {
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'float':
      return typeof value === 'number';
    case 'integer':
      return Number.isSafeInteger(value) && Number(value) >= shape.min && Number(value) <= shape.max;
    case 'value':
      return isShallow(value);
    case 'option':
      return value === null || fits(shape.some, value);
    case 'list':
      return Array.isArray(value) && value.every((item) => fits(shape.item, item));
    case 'dictionary':
      return (
        isObject(value) &&
        Object.entries(value).every(([key, item]) => fits(shape.key, key) && fits(shape.value, item))
      );
    case 'struct':
      return isObject(value) && shape.fields.every((field) => fieldFits(field, value));
    case 'units':
      return typeof value === 'string' && shape.variants.includes(value);
    case 'tagged':
      return isObject(value) && isShallow(value) && variantFits(shape.variants, value[shape.tag], value);
    case 'adjacent':
      return isObject(value) && variantFits(shape.variants, value[shape.tag], value[shape.content]);
    case 'untagged':
      return isShallow(value) && shape.variants.some((variant) => fits(variant, value));
    case 'parsed':
      return typeof value === 'string' && shape.parse(value) === undefined;
    default:
      return shape satisfies never;
  }
}

function fieldFits({ name, shape }: Field, object: Readonly<Record<string, unknown>>): boolean {
  const value = object[name];
  return value === undefined ? shape.type === 'option' : fits(shape, value);
}

function variantFits(
  variants: Readonly<Record<string, Shape | undefined>>,
  name: unknown,
  data: unknown,
): boolean {
  if (typeof name !== 'string' || !Object.hasOwn(variants, name)) return false;
  const shape = variants[name];
  return shape === undefined || fits(shape, data);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isShallow(value: unknown, depth = DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((item) => isShallow(item, depth - 1));
}
