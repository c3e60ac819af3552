import type { ErrorCode } from '../error-codes.ts';

/**
 * What a value must be. The chat route reads it as the real server's Rust types do with serde, the other routes as they do
 * with deserr. `T` is the type of a value that fits.
 */
export type Shape<T = unknown> = ShapeKind & Typed<T>;

/** The type of the values that fit a shape. */
export type Infer<S extends Shape> = S extends Typed<infer T> ? T : never;

/** A kind of shape: `ShapeOf<'struct'>`. */
export type ShapeOf<Type extends ShapeKind['type']> = Extract<ShapeKind, { readonly type: Type }>;

type ShapeKind =
  | { readonly type: 'string' | 'boolean' | 'float' | 'value' }
  | { readonly type: 'integer'; readonly name: string; readonly min: bigint; readonly max: bigint }
  | { readonly type: 'option'; readonly some: Shape }
  | { readonly type: 'list'; readonly item: Shape }
  | { readonly type: 'dictionary'; readonly key: Shape; readonly value: Shape }
  | {
      readonly type: 'struct';
      /** What errors call it: `struct FunctionCall`. */
      readonly name: string;
      readonly fields: Fields;
      /** The fields with `#[serde(default)]`: they may also be left out where the struct is written as an array. */
      readonly defaults: readonly string[];
      /** Cannot be written as an array of its values. */
      readonly mapOnly: boolean;
    }
  /** An enum of names. */
  | { readonly type: 'units'; readonly variants: readonly string[] }
  /** An enum that a field of the object identifies: `{"role": "user", …}`. */
  | { readonly type: 'tagged'; readonly name: string; readonly tag: string; readonly variants: Fields }
  /** An enum whose variant and data are two fields: `{"type": "content", "content": …}`. */
  | {
      readonly type: 'adjacent';
      readonly name: string;
      readonly tag: string;
      readonly content: string;
      readonly variants: Fields;
    }
  /** An enum without a tag: the first shape that takes the value counts. */
  | { readonly type: 'untagged'; readonly name: string; readonly variants: readonly Shape[] }
  /** A text that `parse` finds nothing wrong with. */
  | {
      readonly type: 'parsed';
      readonly expecting: string;
      readonly parse: (text: string) => string | undefined;
    };

type Fields = Readonly<Record<string, Shape>>;

export interface Typed<T> {
  /** Never there: it carries the type. */
  readonly [TYPE]?: T;
  /** deserr: the code of what is wrong with the field; without it, that of the value it is in. */
  readonly code?: ErrorCode;
}

declare const TYPE: unique symbol;

type OptionalKey<F extends Fields> = {
  [Key in keyof F]: F[Key] extends { readonly type: 'option' } ? Key : never;
}[keyof F];

/** An object with these fields; those that are options may be left out. */
type ObjectOf<F extends Fields> = Flat<
  { readonly [Key in Exclude<keyof F, OptionalKey<F>>]: Infer<F[Key]> } & {
    readonly [Key in OptionalKey<F>]?: Infer<F[Key]>;
  }
>;

/** Shown in editors as the fields that it comes to. */
type Flat<T> = { [Key in keyof T]: T[Key] } & {};

export const string: Shape<string> = { type: 'string' };
export const boolean: Shape<boolean> = { type: 'boolean' };
export const f32: Shape<number> = { type: 'float' };
export const anyValue: Shape = { type: 'value' };
export const u8: Shape<number> = { type: 'integer', name: 'u8', min: 0n, max: 255n };
export const u32: Shape<number> = { type: 'integer', name: 'u32', min: 0n, max: 2n ** 32n - 1n };
export const i64: Shape<number> = { type: 'integer', name: 'i64', min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** May be null; as a field, may be left out. */
export const option = <T>(some: Shape<T>, code?: ErrorCode): ShapeOf<'option'> & Typed<T | null> => ({
  type: 'option',
  some,
  ...(code !== undefined && { code }),
});

export const list = <T>(item: Shape<T>): Shape<readonly T[]> => ({ type: 'list', item });

export const dictionary = <T>(
  value: Shape<T>,
  key: Shape<string> = string,
): Shape<Readonly<Record<string, T>>> => ({ type: 'dictionary', key, value });

export const units = <const Name extends string>(...variants: readonly Name[]): Shape<Name> => ({
  type: 'units',
  variants,
});

export const parsed = (expecting: string, parse: (text: string) => string | undefined): Shape<string> => ({
  type: 'parsed',
  expecting,
  parse,
});

/** @param defaults the fields with `#[serde(default)]` */
export const struct = <const F extends Fields>(
  name: string,
  fields: F,
  ...defaults: readonly (keyof F & string)[]
): ShapeOf<'struct'> & Typed<ObjectOf<F>> => ({
  type: 'struct',
  name: `struct ${name}`,
  fields,
  defaults,
  mapOnly: false,
});

/** A variant with fields of its own: `ResponseFormat::JsonSchema`. */
export const structVariant = <const F extends Fields>(name: string, fields: F): Shape<ObjectOf<F>> => ({
  ...struct(name, fields),
  name: `struct variant ${name}`,
});

/** A struct that cannot be written as an array. */
export const mapOnly = <const F extends Fields>(name: string, fields: F): Shape<ObjectOf<F>> => ({
  ...struct(name, fields),
  mapOnly: true,
});

export const tagged = <const Tag extends string, const V extends Fields>(
  name: string,
  tag: Tag,
  variants: V,
): Shape<
  {
    [Name in keyof V]: Flat<{ readonly [Key in Tag]: Name } & Infer<V[Name]>>;
  }[keyof V]
> => ({ type: 'tagged', name, tag, variants });

export const adjacent = <const Tag extends string, const Content extends string, V extends Fields>(
  name: string,
  tag: Tag,
  content: Content,
  variants: V,
): Shape<
  {
    [Name in keyof V]: Flat<{ readonly [Key in Tag]: Name } & { readonly [Key in Content]: Infer<V[Name]> }>;
  }[keyof V]
> => ({ type: 'adjacent', name, tag, content, variants });

export const untagged = <const V extends readonly Shape[]>(
  name: string,
  ...variants: V
): Shape<Infer<V[number]>> => ({ type: 'untagged', name, variants });
