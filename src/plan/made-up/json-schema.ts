import type { dereference, Schema, validate } from '@cfworker/json-schema';
import { quickLength } from './pattern-text.ts';

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
  /**
   * Whether a value satisfies a part of the schema; undefined when finding out would take too long.
   *
   * @param size How many values the value consists of.
   */
  accepts(value: unknown, part: JsonSchema, size: number): boolean | undefined;
}

/** How many references one check follows, and how many pairs of schemas and values it looks at. */
const MOST_REFERENCES = 20_000;
const MOST_PAIRS = 5_000_000;

class TooLong extends Error {}

export function prepareSchema(library: ValidatorLibrary, schema: JsonSchema): PreparedSchema {
  let schemas = 0;
  let references = 0;
  const root = bounded(schema, () => schemas++);
  const draft = typeof schema === 'object' && String(schema.$schema).includes('draft-07') ? '7' : '2020-12';
  const targets = library.dereference(root);
  const lookup = new Proxy(targets, {
    get(_, uri) {
      if (++references > MOST_REFERENCES) throw new TooLong();
      return targets[String(uri)];
    },
  });
  return {
    root,
    target: ({ __absolute_ref__: uri }) => (uri === undefined ? undefined : targets[uri]),
    accepts(value, part, size) {
      if (size * schemas > MOST_PAIRS) return undefined;
      references = 0;
      try {
        return library.validate(value, part, draft, lookup).valid;
      } catch (error) {
        if (error instanceof TooLong) return undefined;
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

const MAPS = /^(\$defs|definitions|properties|patternProperties|dependentSchemas)$/;
const DATA = /^(const|default|examples|enum|required|type|dependentRequired)$/;

/** What values keywords must have. A keyword with another value is ignored. */
const VALUES: readonly (readonly [keywords: RegExp, fits: (value: unknown) => boolean])[] = [
  [/^(min|max|exclusiveM|multipleOf)/, (value) => typeof value === 'number'],
  [/^(pattern|format|\$ref|\$schema)$/, (value) => typeof value === 'string'],
  [/^enum$/, Array.isArray],
  [/^required$/, (value) => Array.isArray(value) && value.every((name) => typeof name === 'string')],
  [/^(allOf|anyOf|oneOf|prefixItems)$/, (value) => Array.isArray(value) && value.every(isSchema)],
  [MAPS, (value) => isRecord(value) && Object.values(value).every(isSchema)],
  [/^(not|if|then|else|contains|propertyNames|(additional|unevaluated)(Items|Properties))$/, isSchema],
  [/^items$/, (value) => isSchema(value) || (Array.isArray(value) && value.every(isSchema))],
  [/^dependentRequired$/, (value) => isRecord(value) && Object.values(value).every(Array.isArray)],
];

/**
 * A copy (the validator writes into its schema) without keywords whose value has a wrong type, which tries patterns only
 * on texts on which that is quick.
 */
function bounded(schema: JsonSchema, count: () => void): JsonSchema {
  count();
  if (typeof schema === 'boolean') return schema;
  const copy = (value: unknown): unknown => (isSchema(value) ? bounded(value, count) : value);
  const slowNames = Object.keys(schema.patternProperties ?? {}).some((name) => quickLength(name) < 1_000_000);
  const result: Schema = {};
  for (const [key, value] of Object.entries(schema)) {
    if (slowNames && /^(pattern|additional|unevaluated)Properties$/.test(key)) continue;
    if (VALUES.some(([keywords, fits]) => keywords.test(key) && !fits(value))) continue;
    if (DATA.test(key)) result[key] = value;
    else if (Array.isArray(value)) result[key] = value.map(copy);
    else if (MAPS.test(key) && isRecord(value)) {
      result[key] = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copy(part)]));
    } else result[key] = copy(value);
  }
  if (result.pattern === undefined) return result;
  const { pattern, ...rest } = result;
  const longest = quickLength(String(pattern));
  if (longest === Infinity) return result;
  return {
    ...rest,
    maxLength: Math.min(longest, rest.maxLength ?? longest),
    allOf: [...(rest.allOf ?? []), { if: { minLength: longest + 1 }, else: { pattern } }],
  };
}
