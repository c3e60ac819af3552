import * as z from 'zod';
import { type Finding, withHint, withNotes } from './finding.ts';
import type { Path } from './problem.ts';
import { outcomeSchema, stepSchema } from './schema.ts';
import { describeSchema, schemaAt, valueAt } from './schema-walk.ts';
import { explainOutcome, explainStep } from './step-issues.ts';
import { suggest } from './suggest.ts';
import { unknownKeys } from './unknown-keys.ts';
import { explainEnum, explainFormat, explainSize, typeHint } from './value-issues.ts';
import { anyOf, describeValue, isRecord, typeName } from './wording.ts';

/** Holds a value against a schema; says what is wrong in words for people, not in zod's. */
export function checkSchema(schema: z.core.$ZodType, value: unknown, path: Path): Finding[] {
  const result = z.safeParse(schema, value);
  return result.success ? [] : result.error.issues.flatMap((issue) => explain(issue, schema, value, path));
}

function explain(issue: z.core.$ZodIssue, schema: z.core.$ZodType, value: unknown, base: Path): Finding[] {
  const inside = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const path = [...base, ...inside];
  const found = valueAt(value, inside);
  const at = schemaAt(schema, inside);
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(issue.keys, at, found, path);
    case 'invalid_type':
      return explainType(issue.expected, at, value, inside, base);
    case 'invalid_value':
      return [{ path, at: 'value', ...explainEnum(issue.values.map(String), found) }];
    case 'too_small':
      return [
        {
          path,
          at: 'value',
          message: explainSize('least', issue.minimum, issue.origin),
          ...withNotes(describeSchema(at)),
        },
      ];
    case 'too_big':
      return [
        {
          path,
          at: 'value',
          message: explainSize('most', issue.maximum, issue.origin),
          ...withNotes(describeSchema(at)),
        },
      ];
    case 'invalid_format':
      return [{ path, at: 'value', ...explainFormat(issue.format, found), ...withNotes(describeSchema(at)) }];
    case 'invalid_union':
      return explainUnion(issue, at, found, path);
    default:
      return [{ path, at: 'value', message: issue.message }];
  }
}

function explainType(
  expected: string,
  schema: z.core.$ZodType | undefined,
  root: unknown,
  inside: Path,
  base: Path,
): Finding[] {
  const path = [...base, ...inside];
  const found = valueAt(root, inside);
  const parent = valueAt(root, inside.slice(0, -1));
  const key = inside.at(-1);
  const notes = withNotes(describeSchema(schema));
  if (typeof key === 'string' && isRecord(parent) && !Object.hasOwn(parent, key)) {
    // A misspelt key is reported as such; that the right one is missing goes without saying.
    const misspelt = Object.keys(parent).some((other) => suggest(other, [key]).length > 0);
    return misspelt
      ? []
      : [{ path: path.slice(0, -1), at: 'key', message: `the key "${key}" is missing`, ...notes }];
  }
  const message = `expected ${typeName(expected)}, found ${describeValue(found)}`;
  return [{ path, at: 'value', message, ...withHint(typeHint([expected], found, path)), ...notes }];
}

function explainUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  union: z.core.$ZodType | undefined,
  found: unknown,
  path: Path,
): Finding[] {
  if (union === stepSchema) return explainStep(found, path, checkSchema);
  if (union === outcomeSchema) return explainOutcome(found, path, checkSchema);
  const options = union instanceof z.ZodUnion ? union.options : [];
  // The branches whose type the value has; the others say nothing about what is wrong inside.
  const near = issue.errors
    .map((issues, branch) => ({ issues, schema: options[branch] }))
    .filter(({ issues }) => !issues.some(({ code, path: at }) => code === 'invalid_type' && at.length === 0));
  const [only] = near;
  if (only?.schema !== undefined) {
    const { issues, schema } = only;
    return issues.flatMap((inner) => explain(inner, schema, found, path));
  }
  const expected = [...new Set(issue.errors.flatMap((issues) => issues.map(rootType)))].filter(
    (type) => type !== '',
  );
  const wanted =
    expected.length === 0 || expected.length > 4 ? 'a JSON value' : anyOf(expected.map(typeName));
  const message = `expected ${wanted}, found ${describeValue(found)}`;
  const notes = withNotes(describeSchema(union));
  return [{ path, at: 'value', message, ...withHint(typeHint(expected, found, path)), ...notes }];
}

const rootType = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_type' && issue.path.length === 0 ? issue.expected : '';
