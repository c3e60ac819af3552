/** What a value must be, as the Rust types of the real server have it: what serde's derive makes of them. */
export type Shape =
  | { readonly type: 'string' | 'boolean' | 'float' | 'value' }
  | { readonly type: 'integer'; readonly name: string; readonly min: bigint; readonly max: bigint }
  | { readonly type: 'option'; readonly some: Shape }
  | { readonly type: 'list'; readonly item: Shape }
  | { readonly type: 'dictionary'; readonly key: Shape; readonly value: Shape }
  | Struct
  | { readonly type: 'units'; readonly variants: readonly string[] }
  | Tagged
  | Adjacent
  | Untagged
  | {
      readonly type: 'parsed';
      readonly parse: (text: string) => string | undefined;
      readonly expecting: string;
    };

export interface Struct {
  readonly type: 'struct';
  /** What errors call it: `struct FunctionCall`. */
  readonly name: string;
  readonly fields: readonly Field[];
  /** Cannot be written as an array of its values. */
  readonly mapOnly?: true;
}

export interface Field {
  readonly name: string;
  readonly shape: Shape;
  /** Has `#[serde(default)]`: may also be left out where the struct is written as an array. */
  readonly default?: boolean;
}

/** An enum told by a field of the object: `{"role": "user", …}`. A variant without shape has no data. */
export interface Tagged {
  readonly type: 'tagged';
  readonly name: string;
  readonly tag: string;
  readonly variants: Readonly<Record<string, Shape | undefined>>;
}

/** An enum whose variant and data are two fields: `{"type": "content", "content": …}`. */
export interface Adjacent {
  readonly type: 'adjacent';
  readonly name: string;
  readonly tag: string;
  readonly content: string;
  readonly variants: Readonly<Record<string, Shape>>;
}

/** An enum told by what fits: the first shape that takes the value. */
export interface Untagged {
  readonly type: 'untagged';
  readonly name: string;
  readonly variants: readonly Shape[];
}

export const string: Shape = { type: 'string' };
export const boolean: Shape = { type: 'boolean' };
export const f32: Shape = { type: 'float' };
export const anyValue: Shape = { type: 'value' };
export const u8: Shape = { type: 'integer', name: 'u8', min: 0n, max: 255n };
export const u32: Shape = { type: 'integer', name: 'u32', min: 0n, max: 2n ** 32n - 1n };
export const i64: Shape = { type: 'integer', name: 'i64', min: -(2n ** 63n), max: 2n ** 63n - 1n };

export const option = (some: Shape): Shape => ({ type: 'option', some });
export const list = (item: Shape): Shape => ({ type: 'list', item });
export const dictionary = (value: Shape, key: Shape = string): Shape => ({ type: 'dictionary', key, value });
export const units = (...variants: readonly string[]): Shape => ({ type: 'units', variants });

export function struct(name: string, fields: Readonly<Record<string, Shape>>, ...defaults: string[]): Struct {
  return {
    type: 'struct',
    name: `struct ${name}`,
    fields: Object.entries(fields).map(([field, shape]) => ({
      name: field,
      shape,
      default: defaults.includes(field),
    })),
  };
}

/** A struct that cannot be written as an array. */
export const mapOnly = (name: string, fields: Readonly<Record<string, Shape>>): Struct => ({
  ...struct(name, fields),
  mapOnly: true,
});

export const tagged = (name: string, tag: string, variants: Tagged['variants']): Tagged => ({
  type: 'tagged',
  name,
  tag,
  variants,
});

export const untagged = (name: string, ...variants: readonly Shape[]): Untagged => ({
  type: 'untagged',
  name,
  variants,
});
