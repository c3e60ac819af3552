import { type Content, unexpectedNumber } from './content.ts';
import { ContentSource } from './content-source.ts';
import { readAdjacent, readTagged, variantVisitor } from './enum.ts';
import { customError, invalidType, invalidValue, noVariantMatched, SerdeError } from './error.ts';
import type { Shape, Untagged } from './shape.ts';
import type { MapAccess, SequenceAccess, Source, Visitor } from './source.ts';
import { structVisitor } from './struct.ts';

/** Reads a value of a shape, or throws a {@link SerdeError}. Nothing is made of it: what fits is read by `JSON.parse`. */
export function deserialize(shape: Shape, source: Source): void {
  switch (shape.type) {
    case 'string':
      source.string({ expecting: 'a string', string: nothing });
      break;
    case 'boolean':
      source.boolean({ expecting: 'a boolean', boolean: nothing });
      break;
    case 'float':
      source.number({ expecting: 'f32', number: nothing });
      break;
    case 'integer':
      source.number(integerVisitor(shape));
      break;
    case 'value':
      source.content();
      break;
    case 'option':
      source.option((some) => deserialize(shape.some, some));
      break;
    case 'list':
      source.sequence({ expecting: 'a sequence', sequence: (access) => readList(shape.item, access) });
      break;
    case 'dictionary':
      source.map({ expecting: 'a map', map: (access) => readDictionary(shape, access) });
      break;
    case 'struct':
      if (shape.mapOnly) source.map(structVisitor(shape, deserialize));
      else source.struct(structVisitor(shape, deserialize));
      break;
    case 'units':
      source.unitVariant(variantVisitor(shape.variants));
      break;
    case 'tagged':
      readTagged(shape, source, deserialize);
      break;
    case 'adjacent':
      readAdjacent(shape, source, deserialize);
      break;
    case 'untagged':
      readUntagged(shape, source);
      break;
    case 'parsed':
      source.string({
        expecting: shape.expecting,
        string(text) {
          const trouble = shape.parse(text);
          if (trouble !== undefined) throw customError(trouble);
        },
      });
      break;
    default:
      shape satisfies never;
  }
}

function nothing(): void {}

function integerVisitor({ name, min, max }: Extract<Shape, { type: 'integer' }>): Visitor<void> {
  return {
    expecting: name,
    number(number) {
      if (number.kind === 'float') throw invalidType(unexpectedNumber(number), name);
      if (number.value < min || number.value > max) throw invalidValue(unexpectedNumber(number), name);
    },
  };
}

function readList(item: Shape, access: SequenceAccess): void {
  while (access.next((source) => deserialize(item, source)) !== undefined);
}

function readDictionary({ key, value }: Extract<Shape, { type: 'dictionary' }>, access: MapAccess): void {
  for (let name = access.nextKey(); name !== undefined; name = access.nextKey()) {
    deserialize(key, new ContentSource({ type: 'string', value: name }));
    access.nextValue((source) => deserialize(value, source));
  }
}

function readUntagged({ name, variants }: Untagged, source: Source): void {
  const content = source.content();
  if (!variants.some((variant) => fits(variant, content))) throw noVariantMatched(name);
}

function fits(shape: Shape, content: Content): boolean {
  try {
    deserialize(shape, new ContentSource(content));
    return true;
  } catch (error) {
    if (error instanceof SerdeError) return false;
    throw error;
  }
}
