import { deserialize } from './deserialize.ts';
import { SerdeError } from './error.ts';
import { JsonSource } from './json-source.ts';
import { Reader } from './reader.ts';
import type { Shape } from './shape.ts';

/** What serde_json would find wrong with JSON bytes that are to be of a shape; undefined when they are. */
export function findError(bytes: Uint8Array, shape: Shape): SerdeError | undefined {
  const source = new JsonSource(new Reader(bytes));
  try {
    deserialize(shape, source);
    source.end();
    return undefined;
  } catch (error) {
    if (error instanceof SerdeError) return error;
    throw error;
  }
}
