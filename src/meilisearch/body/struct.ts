import type { Cursor } from './cursor.ts';
import { duplicateField, elements, invalidLength, missingField } from './error.ts';
import type { JsonNode, NodeOf } from './json-node.ts';
import type { ShapeOf } from './shape.ts';

/** Reads a struct: an object with its fields, others ignored; or an array of all their values in order. */
export function readStruct(shape: ShapeOf<'struct'>, node: JsonNode, cursor: Cursor): unknown {
  const container = cursor.expect(node, shape.mapOnly ? ['object'] : ['object', 'list'], shape.name);
  const entries = cursor.inside(container, () =>
    container.type === 'object'
      ? readFields(shape, container, cursor)
      : readElements(shape, container, cursor),
  );
  return Object.fromEntries(entries);
}

type Entry = readonly [name: string, value: unknown];

function readFields({ fields }: ShapeOf<'struct'>, { entries }: NodeOf<'object'>, cursor: Cursor): Entry[] {
  const found = new Set<string>();
  const values = entries.map(([key, node]): Entry => {
    const name = cursor.key(key);
    const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (shape === undefined) return [name, cursor.skip(node)];
    if (found.has(name)) throw duplicateField(name);
    found.add(name);
    return [name, cursor.read(shape, node)];
  });
  for (const [name, { type }] of Object.entries(fields)) {
    if (type !== 'option' && !found.has(name)) throw missingField(name);
  }
  return values;
}

function readElements(
  { name: struct, fields, defaults }: ShapeOf<'struct'>,
  { items }: NodeOf<'list'>,
  cursor: Cursor,
): Entry[] {
  const all = Object.entries(fields);
  const values = all.flatMap(([name, shape], index): Entry[] => {
    const item = items[index];
    if (item !== undefined) return [[name, cursor.read(shape, item)]];
    if (defaults.includes(name)) return [];
    throw invalidLength(index, `${struct} with ${elements(all.length)}`);
  });
  checkLength(items, all.length, cursor);
  return values;
}

/** In buffered data, elements that are left are an error of the data; in a text, the end of the list is missing. */
export function checkLength(items: readonly JsonNode[], read: number, cursor: Cursor): void {
  if (!cursor.isBuffered || items.length <= read) return;
  throw invalidLength(items.length, `${elements(read)} in sequence`);
}
