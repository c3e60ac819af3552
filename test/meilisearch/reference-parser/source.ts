import { type Content, MAP, NULL, SEQUENCE, unexpected, unexpectedNumber } from './content.ts';
import { invalidType } from './error.ts';
import type { SerdeNumber } from './number.ts';
import type { Shape } from './shape.ts';

/**
 * Where a value is read from: JSON text, or a value that was read before. The methods are serde's `deserialize_*`: each
 * says what the reader hopes to find, and the visitor takes what is there.
 */
export interface Source {
  any<T>(visitor: Visitor<T>): T;
  boolean<T>(visitor: Visitor<T>): T;
  number<T>(visitor: Visitor<T>): T;
  string<T>(visitor: Visitor<T>): T;
  sequence<T>(visitor: Visitor<T>): T;
  map<T>(visitor: Visitor<T>): T;
  /** A map, or a sequence of the fields' values. */
  struct<T>(visitor: Visitor<T>): T;
  /** The name of a variant or field. */
  identifier<T>(visitor: Visitor<T>): T;
  /** A variant without data: its name, or `{"name": null}`. */
  unitVariant<T>(identifier: Visitor<T>): T;
  /** Reads null itself, and leaves everything else to `some`. */
  option<T>(some: (source: Source) => T): T | undefined;
  /** Buffers a value. */
  content(): Content;
  /** Steps over a value. */
  ignore(): void;
}

/** Reads a value of a shape: handed to what reads the parts of a larger one. */
export type ReadShape = (shape: Shape, source: Source) => void;

export interface SequenceAccess {
  /** The next element; undefined at the end. */
  next<T>(read: (source: Source) => T): { readonly value: T } | undefined;
}

export interface MapAccess {
  /** The next key; undefined at the end. */
  nextKey(): string | undefined;
  /** The value of the key that was read last. */
  nextValue<T>(read: (source: Source) => T): T;
}

/** Takes what a source found. Kinds without a method are errors that name what was expected. */
export interface Visitor<T> {
  readonly expecting: string;
  null?(): T;
  boolean?(value: boolean): T;
  number?(value: SerdeNumber): T;
  string?(value: string): T;
  sequence?(access: SequenceAccess): T;
  map?(access: MapAccess): T;
}

export function visitNull<T>(visitor: Visitor<T>): T {
  if (visitor.null === undefined) throw invalidType(unexpected(NULL), visitor.expecting);
  return visitor.null();
}

export function visitBoolean<T>(visitor: Visitor<T>, value: boolean): T {
  if (visitor.boolean === undefined) {
    throw invalidType(unexpected({ type: 'boolean', value }), visitor.expecting);
  }
  return visitor.boolean(value);
}

export function visitNumber<T>(visitor: Visitor<T>, value: SerdeNumber): T {
  if (visitor.number === undefined) throw invalidType(unexpectedNumber(value), visitor.expecting);
  return visitor.number(value);
}

export function visitString<T>(visitor: Visitor<T>, value: string): T {
  if (visitor.string === undefined) {
    throw invalidType(unexpected({ type: 'string', value }), visitor.expecting);
  }
  return visitor.string(value);
}

export function visitSequence<T>(visitor: Visitor<T>, access: SequenceAccess): T {
  if (visitor.sequence === undefined) throw invalidType(unexpected(SEQUENCE), visitor.expecting);
  return visitor.sequence(access);
}

export function visitMap<T>(visitor: Visitor<T>, access: MapAccess): T {
  if (visitor.map === undefined) throw invalidType(unexpected(MAP), visitor.expecting);
  return visitor.map(access);
}

/** Buffers whatever comes. */
export const contentVisitor: Visitor<Content> = {
  expecting: 'any value',
  null: () => NULL,
  boolean: (value) => ({ type: 'boolean', value }),
  number: (value) => ({ type: 'number', value }),
  string: (value) => ({ type: 'string', value }),
  sequence: (access) => ({ type: 'sequence', items: readItems(access) }),
  map(access) {
    const entries: [string, Content][] = [];
    for (let key = access.nextKey(); key !== undefined; key = access.nextKey()) {
      entries.push([key, access.nextValue((source) => source.content())]);
    }
    return { type: 'map', entries };
  },
};

/** Buffers what is left of a sequence. */
export function readItems(access: SequenceAccess): Content[] {
  const items: Content[] = [];
  const read = (source: Source) => source.content();
  for (let item = access.next(read); item !== undefined; item = access.next(read)) items.push(item.value);
  return items;
}
