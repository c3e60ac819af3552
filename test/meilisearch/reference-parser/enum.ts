import { type Content, unexpectedNumber } from './content.ts';
import { ContentSource } from './content-source.ts';
import { duplicateField, invalidLength, invalidValue, missingField, unknownVariant } from './error.ts';
import type { Adjacent, Shape, Tagged } from './shape.ts';
import {
  type MapAccess,
  type ReadShape,
  readItems,
  type SequenceAccess,
  type Source,
  type Visitor,
} from './source.ts';

/** Reads the name of a variant; in buffered values its place will do. */
export function variantVisitor(variants: readonly string[]): Visitor<string> {
  return {
    expecting: 'variant identifier',
    string(name) {
      if (!variants.includes(name)) throw unknownVariant(name, variants);
      return name;
    },
    number(number) {
      const name = variants[Number(number.value)];
      if (name === undefined) {
        throw invalidValue(unexpectedNumber(number), `variant index 0 <= i < ${variants.length}`);
      }
      return name;
    },
  };
}

interface TaggedContent {
  readonly variant: string;
  readonly content: Content;
}

/** An internally tagged enum: everything is buffered until the tag is found. */
export function readTagged({ name, tag, variants }: Tagged, source: Source, read: ReadShape): void {
  const identifier = variantVisitor(Object.keys(variants));
  const { variant, content } = source.any<TaggedContent>({
    expecting: `internally tagged enum ${name}`,
    sequence(access) {
      const first = access.next((element) => element.identifier(identifier));
      if (first === undefined) throw missingField(tag);
      return { variant: first.value, content: { type: 'sequence', items: readItems(access) } };
    },
    map: (access) => readTaggedMap(tag, identifier, access),
  });
  const shape = variants[variant];
  const data = new ContentSource(content);
  if (shape === undefined) data.any(ignoreFields);
  else read(shape, data);
}

function readTaggedMap(tag: string, identifier: Visitor<string>, access: MapAccess): TaggedContent {
  const entries: [string, Content][] = [];
  let variant: string | undefined;
  for (let key = access.nextKey(); key !== undefined; key = access.nextKey()) {
    if (key !== tag) {
      entries.push([key, access.nextValue((source) => source.content())]);
      continue;
    }
    if (variant !== undefined) throw duplicateField(tag);
    variant = access.nextValue((source) => source.identifier(identifier));
  }
  if (variant === undefined) throw missingField(tag);
  return { variant, content: { type: 'map', entries } };
}

/** What a variant without data takes: any object, or an empty array. */
const ignoreFields: Visitor<void> = { expecting: 'unit variant', sequence() {}, map() {} };

/** An adjacently tagged enum: tag and content in either order, as an object or as an array of the two. */
export function readAdjacent(shape: Adjacent, source: Source, read: ReadShape): void {
  const expecting = `adjacently tagged enum ${shape.name}`;
  source.struct<void>({
    expecting,
    map: (access) => readAdjacentMap(shape, access, read),
    sequence: (access) => readAdjacentSequence(shape, expecting, access, read),
  });
}

function readAdjacentMap({ tag, content, variants }: Adjacent, access: MapAccess, read: ReadShape): void {
  const identifier = variantVisitor(Object.keys(variants));
  const readVariant = (source: Source) => source.unitVariant(identifier);
  const first = nextKeyOf([tag, content], access);
  if (first === undefined) throw missingField(tag);
  if (first === tag) {
    const shape = shapeOf(variants, access.nextValue(readVariant));
    const second = nextKeyOf([tag, content], access);
    if (second === undefined) {
      if (shape.type !== 'option') throw missingField(content);
      return;
    }
    if (second === tag) throw duplicateField(tag);
    access.nextValue((source) => read(shape, source));
  } else {
    const buffered = access.nextValue((source) => source.content());
    const second = nextKeyOf([tag, content], access);
    if (second === undefined) throw missingField(tag);
    if (second === content) throw duplicateField(content);
    read(shapeOf(variants, access.nextValue(readVariant)), new ContentSource(buffered));
  }
  const third = nextKeyOf([tag, content], access);
  if (third !== undefined) throw duplicateField(third);
}

function readAdjacentSequence(
  { variants }: Adjacent,
  expecting: string,
  access: SequenceAccess,
  read: ReadShape,
): void {
  const variant = access.next((source) => source.identifier(variantVisitor(Object.keys(variants))));
  if (variant === undefined) throw invalidLength(0, expecting);
  const data = access.next((source) => read(shapeOf(variants, variant.value), source));
  if (data === undefined) throw invalidLength(1, expecting);
}

/** The next key that is one of the names; other fields are ignored. */
function nextKeyOf(names: readonly string[], access: MapAccess): string | undefined {
  for (let key = access.nextKey(); key !== undefined; key = access.nextKey()) {
    if (names.includes(key)) return key;
    access.nextValue((source) => source.ignore());
  }
  return undefined;
}

function shapeOf(variants: Readonly<Record<string, Shape>>, variant: string): Shape {
  const shape = variants[variant];
  if (shape === undefined) throw new Error(`No variant is called ${variant}.`);
  return shape;
}
