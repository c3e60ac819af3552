import type { Cursor, Reading } from './cursor.ts';
import { duplicateField, elements, invalidLength, missingField } from './error.ts';
import type { JsonNode, NodeOf } from './json-node.ts';
import type { ShapeOf } from './shape.ts';

/** Reads a struct: an object with its fields, others ignored; or an array of all their values in order. */
export function* readStruct(shape: ShapeOf<'struct'>, node: JsonNode, cursor: Cursor): Reading<unknown> {
  const container = cursor.expect(node, shape.mapOnly ? ['object'] : ['object', 'list'], shape.name);
  const entries = yield* cursor.inside(
    container,
    container.type === 'object'
      ? readFields(shape, container, cursor)
      : readElements(shape, container, cursor),
  );
  return Object.fromEntries(entries);
}

type Entry = readonly [name: string, value: unknown];

function* readFields(
  { fields }: ShapeOf<'struct'>,
  { entries }: NodeOf<'object'>,
  cursor: Cursor,
): Reading<Entry[]> {
  const found = new Set<string>();
  const values: Entry[] = [];
  for (const [key, node] of entries) {
    const name = cursor.key(key);
    const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (shape === undefined) {
      values.push([name, cursor.skip(node)]);
    } else {
      if (found.has(name)) throw duplicateField(name);
      found.add(name);
      values.push([name, yield* cursor.read(shape, node)]);
    }
    yield;
  }
  for (const [name, { type }] of Object.entries(fields)) {
    if (type !== 'option' && !found.has(name)) throw missingField(name);
  }
  return values;
}

function* readElements(
  { name: struct, fields, defaults }: ShapeOf<'struct'>,
  { items }: NodeOf<'list'>,
  cursor: Cursor,
): Reading<Entry[]> {
  const all = Object.entries(fields);
  const values: Entry[] = [];
  for (const [index, [name, shape]] of all.entries()) {
    const item = items[index];
    if (item !== undefined) values.push([name, yield* cursor.read(shape, item)]);
    else if (!defaults.includes(name)) throw invalidLength(index, `${struct} with ${elements(all.length)}`);
  }
  checkLength(items, all.length, cursor);
  return values;
}

/** In buffered data, elements that are left are an error of the data; in a text, the end of the list is missing. */
export function checkLength(items: readonly JsonNode[], read: number, cursor: Cursor): void {
  if (!cursor.isBuffered || items.length <= read) return;
  throw invalidLength(items.length, `${elements(read)} in sequence`);
}
