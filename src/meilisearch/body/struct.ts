import type { Cursor } from './cursor.ts';
import { duplicateField, elements, invalidLength, missingField } from './error.ts';
import type { JsonNode, NodeOf } from './json-node.ts';
import type { Field, ShapeOf } from './shape.ts';

/** Reads a struct: an object with its fields, others ignored; or an array of all their values in order. */
export function readStruct(
  { name, fields, mapOnly }: ShapeOf<'struct'>,
  node: JsonNode,
  cursor: Cursor,
): unknown {
  const container = cursor.expect(node, mapOnly ? ['object'] : ['object', 'list'], name);
  return cursor.inside(container, () =>
    container.type === 'object'
      ? readFields(fields, container, cursor)
      : readElements(name, fields, container, cursor),
  );
}

function readFields(fields: readonly Field[], { entries }: NodeOf<'object'>, cursor: Cursor): unknown {
  const there = new Set<Field>();
  const values = entries.map(([key, node]): [string, unknown] => {
    const name = cursor.key(key);
    const field = fields.find((candidate) => candidate.name === name);
    if (field === undefined) return [name, cursor.skip(node)];
    if (there.has(field)) throw duplicateField(name);
    there.add(field);
    return [name, cursor.read(field.shape, node)];
  });
  const missing = fields.find((field) => !there.has(field) && field.shape.type !== 'option');
  if (missing !== undefined) throw missingField(missing.name);
  return Object.fromEntries(values);
}

function readElements(
  structName: string,
  fields: readonly Field[],
  { items }: NodeOf<'list'>,
  cursor: Cursor,
): unknown {
  const values = fields.flatMap(({ name, shape, default: isDefault }, index): [string, unknown][] => {
    const item = items[index];
    if (item !== undefined) return [[name, cursor.read(shape, item)]];
    if (isDefault) return [];
    throw invalidLength(index, `${structName} with ${elements(fields.length)}`);
  });
  checkLength(items, fields.length, cursor);
  return Object.fromEntries(values);
}

/** In buffered data, elements that are left are an error of the data; in a text, the end of the list is missing. */
export function checkLength(items: readonly JsonNode[], read: number, cursor: Cursor): void {
  if (!cursor.isBuffered || items.length <= read) return;
  throw invalidLength(items.length, `${elements(read)} in sequence`);
}
