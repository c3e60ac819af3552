import fc from 'fast-check';
import * as z from 'zod';

/** Values for the places of a schema that want something more than their type: by the key that leads there. */
export type Hints = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/**
 * Values that a zod schema takes, most of them: what a `refine` or a regular expression asks for besides is left to the
 * hints, and to chance.
 */
export function fromSchema(schema: z.core.$ZodType, hints: Hints = {}): fc.Arbitrary<unknown> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object': {
      const entries = Object.entries(def.shape);
      const required = entries.filter(([, field]) => !isOptional(field)).map(([key]) => key);
      return fc.record(
        Object.fromEntries(entries.map(([key, field]) => [key, hints[key] ?? fromSchema(field, hints)])),
        { requiredKeys: required },
      );
    }
    case 'optional':
      return fromSchema(def.innerType, hints);
    case 'nullable':
      return fc.option(fromSchema(def.innerType, hints));
    case 'union':
      return fc.oneof(...def.options.map((option) => fromSchema(option, hints)));
    case 'array': {
      const least = z.toJSONSchema(schema).minItems ?? 0;
      return fc.array(fromSchema(def.element, hints), { minLength: least, maxLength: Math.max(4, least) });
    }
    case 'tuple':
      return fc.tuple(...def.items.map((item) => fromSchema(item, hints)));
    case 'record':
      return fc.dictionary(fc.string({ maxLength: 8 }), fromSchema(def.valueType, hints), { maxKeys: 3 });
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'boolean':
      return fc.boolean();
    case 'number': {
      const { type, minimum = -1e6, maximum = 1e6 } = z.toJSONSchema(schema);
      return type === 'integer'
        ? fc.integer({ min: minimum, max: Math.min(maximum, minimum + 1000) })
        : fc.double({ min: minimum, max: maximum, noNaN: true });
    }
    case 'string':
      return fc.string({ unit: 'grapheme', minLength: z.toJSONSchema(schema).minLength ?? 0, maxLength: 40 });
    case 'lazy':
      return fc.jsonValue({ maxDepth: 2 });
    default:
      throw new Error(`a schema of a kind that is new here: ${def.type}`);
  }
}

function isOptional(field: z.core.$ZodType): boolean {
  return field._zod.optin === 'optional';
}
