import { Cursor } from './cursor.ts';
import { readShape } from './deserialize.ts';
import { attempt, type SerdeError } from './error.ts';
import type { JsonNode } from './json-node.ts';
import { JsonParser } from './json-parser.ts';
import { Reader } from './reader.ts';
import type { Shape } from './shape.ts';

/** What serde_json finds wrong. */
export interface JsonTrouble {
  readonly category: SerdeError['category'];
  /** The message and its place: `missing field `model` at line 1 column 15`. */
  readonly located: string;
}

export type Deserialized<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: JsonTrouble };

/**
 * Reads JSON bytes that are to be of a shape, as serde_json does. The value is in the form in which clients write it:
 * structs and enums, which serde also takes as arrays of their values, as objects; variants, which it also takes by their
 * place or as `{"name": null}`, by their names.
 */
export function deserialize<T>(bytes: Uint8Array, shape: Shape<T>): Deserialized<T> {
  // What was read by the shape is of its type.
  return readText(bytes, (root, cursor) => cursor.read(shape, root) as T);
}

/** What serde_json would find wrong with JSON bytes that are to be of a shape; undefined when they are. */
export function findError(bytes: Uint8Array, shape: Shape): JsonTrouble | undefined {
  const result = deserialize(bytes, shape);
  return result.ok ? undefined : result.error;
}

/** Reads JSON bytes of any shape. */
export function readNode(bytes: Uint8Array): Deserialized<JsonNode> {
  return readText(bytes, (root, cursor) => {
    cursor.advance(root);
    return root;
  });
}

function readText<T>(bytes: Uint8Array, readRoot: (root: JsonNode, cursor: Cursor) => T): Deserialized<T> {
  const root = new JsonParser(new Reader(bytes)).parse();
  const cursor = new Cursor(new Reader(bytes), readShape);
  const result = attempt(() => {
    const value = readRoot(root, cursor);
    cursor.end();
    return value;
  });
  if (result.error === undefined) return { ok: true, value: result.value };
  const { error } = result;
  return { ok: false, error: { category: error.category, located: error.located(bytes) } };
}
