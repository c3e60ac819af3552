import type { Cursor, Reading } from './cursor.ts';
import {
  duplicateField,
  invalidLength,
  invalidType,
  invalidValue,
  missingField,
  unknownVariant,
} from './error.ts';
import { type JsonContainer, type JsonEntry, type JsonNode, type NodeOf, unexpected } from './json-node.ts';
import type { Reader } from './reader.ts';
import type { Shape, ShapeOf } from './shape.ts';
import { checkLength } from './struct.ts';

/** Reads the name of a variant. In buffered data it may also be its index. */
function readName(variants: readonly string[], node: JsonNode, cursor: Cursor): string {
  if (cursor.isBuffered && node.type === 'number' && node.value.kind === 'unsigned') {
    const name = variants[Number(node.value.value)];
    if (name !== undefined) return name;
    throw invalidValue(unexpected(node), `variant index 0 <= i < ${variants.length}`);
  }
  const { value } = cursor.expect(node, ['string'], 'variant identifier');
  if (!variants.includes(value)) throw cursor.locate(unknownVariant(value, variants));
  return value;
}

/** Reads a variant without data: its name, or `{"name": null}`. */
export function readUnit(variants: readonly string[], node: JsonNode, cursor: Cursor): string {
  if (node.type === 'string') return readName(variants, node, cursor);
  const [key, value] = cursor.isBuffered ? onlyEntry(node) : firstEntry(node, cursor);
  const name = readName(variants, key, cursor);
  cursor.expect(value, ['null'], 'unit');
  if (!cursor.isBuffered) endUnit(cursor.reader);
  return name;
}

function onlyEntry(node: JsonNode): JsonEntry {
  if (node.type !== 'object') throw invalidType(unexpected(node), 'string or map');
  const [entry, ...others] = node.entries;
  if (entry === undefined || others.length > 0) throw invalidValue('map', 'map with a single key');
  return entry;
}

/** In a text, serde_json looks for `"` and `{`, and does not name what it found instead. */
function firstEntry(node: JsonNode, cursor: Cursor): JsonEntry {
  if (node.type !== 'object') throw cursor.reader.error('expected value', node.start + 1);
  const [entry] = node.entries;
  if (entry === undefined) throw cursor.reader.error('expected value', node.end);
  return entry;
}

function endUnit(reader: Reader): void {
  const end = reader.skipSpace();
  if (end === '') throw reader.error('EOF while parsing an object');
  if (end !== '}') throw reader.error('expected value', reader.index);
  reader.index += 1;
}

/** An internally tagged enum: everything is buffered until the tag is found. */
export function* readTagged(shape: ShapeOf<'tagged'>, node: JsonNode, cursor: Cursor): Reading<unknown> {
  const container = cursor.expect(node, ['object', 'list'], `internally tagged enum ${shape.name}`);
  const [variant, data] = yield* cursor.inside(
    container,
    container.type === 'object' ? findTag(shape, container, cursor) : firstIsTag(shape, container, cursor),
  );
  const value = yield* cursor.buffered.read(dataOf(shape, variant), data);
  const written = container.type === 'object' ? cursor.plain(container) : undefined;
  return { ...fieldsOf(written), ...fieldsOf(value), [shape.tag]: variant };
}

function fieldsOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

type TaggedData = readonly [variant: string, data: JsonContainer];

function* findTag(shape: ShapeOf<'tagged'>, object: NodeOf<'object'>, cursor: Cursor): Reading<TaggedData> {
  let variant: string | undefined;
  const entries: JsonEntry[] = [];
  for (const entry of object.entries) {
    const [key, value] = entry;
    if (cursor.key(key) !== shape.tag) {
      cursor.advance(value);
      entries.push(entry);
    } else {
      if (variant !== undefined) throw duplicateField(shape.tag);
      variant = readName(Object.keys(shape.variants), value, cursor);
    }
    yield;
  }
  if (variant === undefined) throw missingField(shape.tag);
  return [variant, { ...object, entries }];
}

function* firstIsTag(shape: ShapeOf<'tagged'>, list: NodeOf<'list'>, cursor: Cursor): Reading<TaggedData> {
  const [first, ...items] = list.items;
  if (first === undefined) throw missingField(shape.tag);
  const variant = readName(Object.keys(shape.variants), first, cursor);
  for (const item of items) {
    cursor.advance(item);
    yield;
  }
  return [variant, { ...list, items }];
}

/** An adjacently tagged enum: tag and content in either order, as an object or as an array of the two. */
export function* readAdjacent(shape: ShapeOf<'adjacent'>, node: JsonNode, cursor: Cursor): Reading<unknown> {
  const expecting = `adjacently tagged enum ${shape.name}`;
  const container = cursor.expect(node, ['object', 'list'], expecting);
  return yield* cursor.inside(
    container,
    container.type === 'object'
      ? adjacentInObject(shape, container, cursor)
      : adjacentInList(shape, expecting, container, cursor),
  );
}

function* adjacentInObject(
  shape: ShapeOf<'adjacent'>,
  object: NodeOf<'object'>,
  cursor: Cursor,
): Reading<unknown> {
  const { tag, content } = shape;
  let data: Shape | undefined;
  /** The content, as long as the tag has not come. */
  let buffered: JsonNode | undefined;
  const found = new Map<string, unknown>();
  for (const [key, node] of object.entries) {
    const name = cursor.key(key);
    if (name !== tag && name !== content) {
      found.set(name, cursor.skip(node));
      continue;
    }
    if (found.has(name)) throw duplicateField(name);
    if (name === tag) {
      const variant = readUnit(Object.keys(shape.variants), node, cursor);
      data = dataOf(shape, variant);
      found.set(tag, variant);
      if (buffered !== undefined) found.set(content, yield* cursor.buffered.read(data, buffered));
    } else if (data !== undefined) {
      found.set(content, yield* cursor.read(data, node));
    } else {
      cursor.advance(node);
      buffered = node;
      found.set(content, undefined);
    }
    yield;
  }
  for (const name of [tag, content]) if (!found.has(name)) throw missingField(name);
  return Object.fromEntries(found);
}

function* adjacentInList(
  shape: ShapeOf<'adjacent'>,
  expecting: string,
  { items }: NodeOf<'list'>,
  cursor: Cursor,
): Reading<unknown> {
  const [first, second] = items;
  if (first === undefined) throw invalidLength(0, expecting);
  const variant = readName(Object.keys(shape.variants), first, cursor);
  if (second === undefined) throw invalidLength(1, expecting);
  const value = yield* cursor.read(dataOf(shape, variant), second);
  checkLength(items, 2, cursor);
  return { [shape.tag]: variant, [shape.content]: value };
}

function dataOf({ variants }: ShapeOf<'tagged' | 'adjacent'>, variant: string): Shape {
  const shape = variants[variant];
  if (shape === undefined) throw new Error(`No variant is called ${variant}.`);
  return shape;
}
