import { duplicateField, elements, invalidLength, missingField } from './error.ts';
import type { Field, Struct } from './shape.ts';
import type { MapAccess, ReadShape, SequenceAccess, Visitor } from './source.ts';

/** Reads a struct: an object with its fields, others ignored; or an array of all their values in order. */
export function structVisitor({ name, fields, mapOnly }: Struct, read: ReadShape): Visitor<void> {
  const visitor: Visitor<void> = { expecting: name, map: (access) => readFields(fields, access, read) };
  if (mapOnly) return visitor;
  return { ...visitor, sequence: (access) => readElements(name, fields, access, read) };
}

function readFields(fields: readonly Field[], access: MapAccess, read: ReadShape): void {
  const there = new Set<Field>();
  for (let key = access.nextKey(); key !== undefined; key = access.nextKey()) {
    const field = fields.find((candidate) => candidate.name === key);
    if (field === undefined) {
      access.nextValue((source) => source.ignore());
      continue;
    }
    if (there.has(field)) throw duplicateField(field.name);
    access.nextValue((source) => read(field.shape, source));
    there.add(field);
  }
  const missing = fields.find((field) => !there.has(field) && !isOptional(field));
  if (missing !== undefined) throw missingField(missing.name);
}

function isOptional({ shape }: Field): boolean {
  return shape.type === 'option';
}

function readElements(name: string, fields: readonly Field[], access: SequenceAccess, read: ReadShape): void {
  for (const [index, field] of fields.entries()) {
    const element = access.next((source) => read(field.shape, source));
    if (element === undefined && !field.default) {
      throw invalidLength(index, `${name} with ${elements(fields.length)}`);
    }
  }
}
