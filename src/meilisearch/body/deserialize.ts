import type { Cursor } from './cursor.ts';
import { readAdjacent, readTagged, readUnit } from './enum.ts';
import { attempt, dataError, invalidType, invalidValue, noVariantMatched } from './error.ts';
import { type JsonNode, unexpected } from './json-node.ts';
import type { Shape, ShapeOf } from './shape.ts';
import { readStruct } from './struct.ts';

/** Reads a value of a shape, or throws a {@link SerdeError}. */
export function readShape(shape: Shape, node: JsonNode, cursor: Cursor): unknown {
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
      if (node.type !== 'null') return cursor.read(shape.some, node);
      cursor.advance(node);
      return null;
    case 'list':
      return readList(shape.item, node, cursor);
    case 'dictionary':
      return readDictionary(shape, node, cursor);
    case 'struct':
      return readStruct(shape, node, cursor);
    case 'units':
      return readUnit(shape.variants, node, cursor);
    case 'tagged':
      return readTagged(shape, node, cursor);
    case 'adjacent':
      return readAdjacent(shape, node, cursor);
    case 'untagged':
      return readUntagged(shape, node, cursor);
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

function readList(item: Shape, node: JsonNode, cursor: Cursor): unknown {
  const list = cursor.expect(node, ['list'], 'a sequence');
  return cursor.inside(list, () => list.items.map((element) => cursor.read(item, element)));
}

function readDictionary(shape: ShapeOf<'dictionary'>, node: JsonNode, cursor: Cursor): unknown {
  const object = cursor.expect(node, ['object'], 'a map');
  const entries = cursor.inside(object, () =>
    object.entries.map(([key, value]) => {
      cursor.advance(key);
      return [cursor.buffered.read(shape.key, key), cursor.read(shape.value, value)];
    }),
  );
  return Object.fromEntries(entries);
}

function readUntagged({ name, variants }: ShapeOf<'untagged'>, node: JsonNode, cursor: Cursor): unknown {
  cursor.advance(node);
  for (const variant of variants) {
    const result = attempt(() => cursor.buffered.read(variant, node));
    if (result.error === undefined) return result.value;
  }
  throw noVariantMatched(name);
}
