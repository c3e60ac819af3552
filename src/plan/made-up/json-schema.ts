import type { dereference, Schema, validate } from '@cfworker/json-schema';
import { guarded } from './pattern-text.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonSchema = Schema | boolean;

/** The functions of `@cfworker/json-schema` that are needed here. */
export interface ValidatorLibrary {
  readonly dereference: typeof dereference;
  readonly validate: typeof validate;
}

/** A schema that values are made from and checked against, in bounded time. */
export interface PreparedSchema {
  readonly root: JsonSchema;
  /** The schema that a `$ref` refers to. */
  target(schema: Schema): JsonSchema | undefined;
  /** Whether a value satisfies a part of the schema; true for every value once checks have taken too long. */
  accepts(value: unknown, part: JsonSchema): boolean;
  /** Whether not all was checked: the schema is too large, or checks have taken too long. */
  unchecked(): boolean;
}

/** So many schemas in a schema are looked at; what stands in the others is taken for `true`. */
const MOST_PARTS = 100_000;

/** How often a schema is applied to a value, in all checks together. */
const MOST_CHECKS = 200_000;

class TooLong extends Error {}

export function prepareSchema(library: ValidatorLibrary, schema: JsonSchema): PreparedSchema {
  let checks = 0;
  // The validator reads this keyword each time it applies a schema, and none of the supported drafts has it.
  const counter = Object.defineProperty({}, '$recursiveAnchor', {
    get() {
      if (++checks > MOST_CHECKS) throw new TooLong();
    },
  });
  const parts = { count: 0 };
  const root = copyOf(schema, counter, parts);
  const draft = typeof schema === 'object' && String(schema.$schema).includes('draft-07') ? '7' : '2020-12';
  const targets = library.dereference(root);
  return {
    root,
    target: ({ __absolute_ref__: uri }) => (uri === undefined ? undefined : targets[uri]),
    unchecked: () => checks > MOST_CHECKS || parts.count > MOST_PARTS,
    accepts(value, part) {
      try {
        return library.validate(value, part, draft, targets).valid;
      } catch (error) {
        if (error instanceof TooLong) return true;
        throw error;
      }
    },
  };
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'boolean' || isRecord(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isSchemas = (value: unknown) => Array.isArray(value) && value.every(isSchema);

const MAPS = /^(\$defs|definitions|properties|patternProperties|dependentSchemas)$/;
const DATA = /^(const|default|examples|enum|required|type|dependentRequired)$/;

/** What values keywords must have. A keyword with another value is ignored. */
const VALUES: readonly (readonly [keywords: RegExp, fits: (value: unknown) => boolean])[] = [
  [/^(min|max|exclusiveM|multipleOf)/, (value) => typeof value === 'number'],
  [/^(pattern|format|\$ref|\$schema)$/, (value) => typeof value === 'string'],
  [/^enum$/, Array.isArray],
  [/^required$/, (value) => Array.isArray(value) && value.every((name) => typeof name === 'string')],
  [/^(allOf|anyOf|oneOf|prefixItems)$/, isSchemas],
  [MAPS, (value) => isRecord(value) && Object.values(value).every(isSchema)],
  [/^(not|if|then|else|contains|propertyNames|(additional|unevaluated)(Items|Properties))$/, isSchema],
  [/^items$/, (value) => isSchema(value) || isSchemas(value)],
  [/^dependentRequired$/, (value) => isRecord(value) && Object.values(value).every(Array.isArray)],
  [/^\$recursive/, () => false],
];

/** A copy, since the validator writes into its schema, without wrong keywords and with patterns that are quick. */
function copyOf(schema: JsonSchema, prototype: object, parts: { count: number }): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  if (++parts.count > MOST_PARTS) return true;
  const copy = (value: unknown): unknown => (isSchema(value) ? copyOf(value, prototype, parts) : value);
  const result: Schema = Object.create(prototype);
  for (const [key, value] of Object.entries(schema)) {
    if (VALUES.some(([keywords, fits]) => keywords.test(key) && !fits(value))) continue;
    if (key === 'pattern') result.pattern = guarded(String(value));
    else if (DATA.test(key)) result[key] = value;
    else if (Array.isArray(value)) result[key] = value.map(copy);
    else if (MAPS.test(key) && isRecord(value)) {
      const nameOf = key === 'patternProperties' ? guarded : String;
      result[key] = Object.fromEntries(
        Object.entries(value).map(([name, part]) => [nameOf(name), copy(part)]),
      );
    } else result[key] = copy(value);
  }
  return result;
}
