import { attemptReading, type Cursor, type Reading } from './cursor.ts';
import { readAdjacent, readTagged, readUnit } from './enum.ts';
import { dataError, invalidType, invalidValue, noVariantMatched } from './error.ts';
import { type JsonNode, type NodeOf, unexpected } from './json-node.ts';
import type { Shape, ShapeOf } from './shape.ts';
import { readStruct } from './struct.ts';

/** Reads a value of a shape, or throws a {@link SerdeError}. */
export function* readShape(shape: Shape, node: JsonNode, cursor: Cursor): Reading<unknown> {
  switch (shape.type) {
    case 'string':
    case 'boolean':
      return cursor.expect(node, [shape.type], `a ${shape.type}`).value;
    case 'float':
      return cursor.plain(cursor.expect(node, ['number'], 'f32'));
    case 'integer':
      return readInteger(shape, node, cursor);
    case 'value':
      cursor.advance(node);
      return cursor.plain(node);
    case 'option':
      if (node.type !== 'null') return yield* cursor.read(shape.some, node);
      cursor.advance(node);
      return null;
    case 'list':
      return yield* readList(shape.item, node, cursor);
    case 'dictionary':
      return yield* readDictionary(shape, node, cursor);
    case 'struct':
      return yield* readStruct(shape, node, cursor);
    case 'units':
      return readUnit(shape.variants, node, cursor);
    case 'tagged':
      return yield* readTagged(shape, node, cursor);
    case 'adjacent':
      return yield* readAdjacent(shape, node, cursor);
    case 'untagged':
      return yield* readUntagged(shape, node, cursor);
    case 'parsed': {
      const { value } = cursor.expect(node, ['string'], shape.expecting);
      const trouble = shape.parse(value);
      if (trouble !== undefined) throw cursor.locate(dataError(trouble));
      return value;
    }
    default:
      return shape satisfies never;
  }
}

function readInteger({ name, min, max }: ShapeOf<'integer'>, node: JsonNode, cursor: Cursor): unknown {
  const number = cursor.expect(node, ['number'], name);
  const { kind, value } = number.value;
  if (kind === 'float') throw cursor.locate(invalidType(unexpected(number), name));
  if (value < min || value > max) throw cursor.locate(invalidValue(unexpected(number), name));
  return cursor.plain(number);
}

function* readList(item: Shape, node: JsonNode, cursor: Cursor): Reading<unknown> {
  const list = cursor.expect(node, ['list'], 'a sequence');
  return yield* cursor.inside(list, readItems(item, list, cursor));
}

function* readItems(item: Shape, { items }: NodeOf<'list'>, cursor: Cursor): Reading<unknown[]> {
  const values: unknown[] = [];
  for (const element of items) {
    values.push(yield* cursor.read(item, element));
    yield;
  }
  return values;
}

function* readDictionary(shape: ShapeOf<'dictionary'>, node: JsonNode, cursor: Cursor): Reading<unknown> {
  const object = cursor.expect(node, ['object'], 'a map');
  return Object.fromEntries(yield* cursor.inside(object, readEntries(shape, object, cursor)));
}

function* readEntries(
  shape: ShapeOf<'dictionary'>,
  { entries }: NodeOf<'object'>,
  cursor: Cursor,
): Reading<[string, unknown][]> {
  const values: [string, unknown][] = [];
  for (const [key, value] of entries) {
    cursor.advance(key);
    values.push([
      String(yield* cursor.buffered.read(shape.key, key)),
      yield* cursor.read(shape.value, value),
    ]);
    yield;
  }
  return values;
}

function* readUntagged(
  { name, variants }: ShapeOf<'untagged'>,
  node: JsonNode,
  cursor: Cursor,
): Reading<unknown> {
  cursor.advance(node);
  for (const variant of variants) {
    const result = yield* attemptReading(cursor.buffered.read(variant, node));
    if (result.error === undefined) return result.value;
  }
  throw noVariantMatched(name);
}
