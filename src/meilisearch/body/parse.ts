import { Turns } from '../../turns.ts';
import { Cursor, type Reading } from './cursor.ts';
import { readShape } from './deserialize.ts';
import { SerdeError } from './error.ts';
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
 * place or as `{"name": null}`, by their names. Long texts are read in slices.
 */
export async function deserialize<T>(
  bytes: Uint8Array,
  shape: Shape<T>,
  turns = new Turns(),
): Promise<Deserialized<T>> {
  // What was read by the shape is of its type.
  return readText(bytes, turns, (root, cursor) => cursor.read(shape, root) as Reading<T>);
}

/** What serde_json would find wrong with JSON bytes that are to be of a shape; undefined when they are. */
export async function findError(bytes: Uint8Array, shape: Shape): Promise<JsonTrouble | undefined> {
  const result = await deserialize(bytes, shape);
  return result.ok ? undefined : result.error;
}

/** Reads JSON bytes of any shape. */
export async function readNode(bytes: Uint8Array): Promise<Deserialized<JsonNode>> {
  return readText(bytes, new Turns(), function* (root, cursor) {
    cursor.advance(root);
    yield;
    return root;
  });
}

async function readText<T>(
  bytes: Uint8Array,
  turns: Turns,
  readRoot: (root: JsonNode, cursor: Cursor) => Reading<T>,
): Promise<Deserialized<T>> {
  const reader = new Reader(bytes);
  const root = await new JsonParser(reader).parse(turns);
  // From the start again: the walk over what was parsed reads as serde_json does.
  reader.index = 0;
  const cursor = new Cursor(reader, readShape);
  try {
    const value = await inSlices(readRoot(root, cursor), turns);
    cursor.end();
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof SerdeError)) throw error;
    return { ok: false, error: { category: error.category, located: error.located(bytes) } };
  }
}

async function inSlices<T>(reading: Reading<T>, turns: Turns): Promise<T> {
  for (;;) {
    const { done, value } = reading.next();
    if (done === true) return value;
    if (turns.due) await turns.next();
  }
}
