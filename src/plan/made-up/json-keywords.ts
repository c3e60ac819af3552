import type { Schema } from '@cfworker/json-schema';
import type { JsonSchema } from './json-schema.ts';

/** Schemas that a value satisfies together: references are followed, choices made. */
export type Parts = readonly Schema[];

export const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'] as const;
export type JsonType = (typeof TYPES)[number];

/** Keywords that suggest a type where none is given. */
const HINTS: readonly (readonly [JsonType, RegExp])[] = [
  ['object', /[pP]roperties$|^required$|^propertyNames$|^dependent/],
  ['array', /[iI]tems$|^contains$/],
  ['number', /imum$|^multipleOf$/],
];

/** The types that a value may have; null only where it is the only one. */
export function typesOf(parts: Parts): JsonType[] {
  const typed = parts.filter(({ type }) => type !== undefined);
  if (typed.length === 0) {
    const keywords = parts.flatMap((part) => Object.keys(part));
    return [HINTS.find(([, hint]) => keywords.some((keyword) => hint.test(keyword)))?.[0] ?? 'string'];
  }
  const types = TYPES.filter((each) =>
    typed.every(({ type = [] }) => {
      const allowed = [type].flat();
      return allowed.includes(each) || (each === 'integer' && allowed.includes('number'));
    }),
  );
  const others = types.filter((type) => type !== 'null' && !(type === 'integer' && types.includes('number')));
  return others.length > 0 ? others : types;
}

/** The narrowest of the limits that the parts give, infinite where none does. */
export function limit(parts: Parts, keyword: string): number {
  const given = parts.flatMap((part) => (typeof part[keyword] === 'number' ? [part[keyword]] : []));
  return /^max|Maximum$/.test(keyword) ? Math.min(...given) : Math.max(...given);
}

/** What a property has to satisfy. */
export function propertySchemas(parts: Parts, name: string): JsonSchema[] {
  return parts.flatMap(({ properties = {}, patternProperties = {}, additionalProperties = true }) => {
    const named = Object.hasOwn(properties, name) ? [properties[name] ?? true] : [];
    const matching = Object.entries(patternProperties).flatMap(([pattern, schema]) =>
      new RegExp(pattern, 'u').test(name) ? [schema] : [],
    );
    const known = [...named, ...matching];
    return known.length > 0 ? known : [additionalProperties];
  });
}

/** What the item at a place has to satisfy; the first ones are those that the array must contain. */
export function itemSchemas(parts: Parts, index: number): JsonSchema[] {
  return parts.flatMap((part) => {
    const rest = Array.isArray(part.items) ? part.additionalItems : part.items;
    const contained = index < (part.minContains ?? 1) ? part.contains : true;
    return [tupleOf(part)[index] ?? rest ?? true, contained ?? true];
  });
}

/** The schemas of the first items, each with its own. */
export function tupleOf({ prefixItems, items }: Schema): readonly JsonSchema[] {
  return prefixItems ?? (Array.isArray(items) ? items : []);
}
