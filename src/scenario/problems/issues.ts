import * as z from 'zod';
import { suggest } from '../../suggest.ts';
import { outcomeSchema, stepSchema } from '../schema.ts';
import { type Finding, withHint, withNotes } from './finding.ts';
import type { Path } from './problem.ts';
import { describeSchema, objectSchemas, schemaAt, unwrap, valueAt } from './schema-walk.ts';
import { explainOutcome, explainStep } from './step-issues.ts';
import { unknownKeys } from './unknown-keys.ts';
import { explainEnum, explainFormat, explainSize, typeHint } from './value-issues.ts';
import { anyOf, describeValue, isRecord, typeName } from './wording.ts';

/** Holds a value against a schema; says what is wrong in words for people, not in zod's. */
export function checkSchema(schema: z.core.$ZodType, value: unknown, path: Path): Finding[] {
  const result = z.safeParse(schema, value);
  return result.success ? [] : explainIssues(result.error.issues, schema, value, path);
}

/** What zod found wrong with a value, in words for people. */
export function explainIssues(
  issues: readonly z.core.$ZodIssue[],
  schema: z.core.$ZodType,
  value: unknown,
  path: Path,
): Finding[] {
  return issues.flatMap((issue) => explain(issue, schema, value, path));
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
      if (isMissing(value, inside)) return explainMissing(at, value, inside, base);
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
  if (isMissing(root, inside)) return explainMissing(schema, root, inside, base);
  const path = [...base, ...inside];
  const found = valueAt(root, inside);
  const message = `expected ${typeName(expected)}, found ${describeValue(found)}`;
  const hint = typeHint([expected], found, path) ?? shorthandHint(schema, found);
  return [{ path, at: 'value', message, ...withHint(hint), ...withNotes(describeSchema(schema)) }];
}

/** Whether a path ends in a key that its object has not. */
function isMissing(root: unknown, inside: Path): boolean {
  const parent = valueAt(root, inside.slice(0, -1));
  const key = inside.at(-1);
  return typeof key === 'string' && isRecord(parent) && !Object.hasOwn(parent, key);
}

function explainMissing(
  schema: z.core.$ZodType | undefined,
  root: unknown,
  inside: Path,
  base: Path,
): Finding[] {
  const key = String(inside.at(-1));
  const parent = valueAt(root, inside.slice(0, -1));
  // A misspelt key is reported as such; that the right one is missing goes without saying.
  if (isRecord(parent) && Object.keys(parent).some((other) => suggest(other, [key]).length > 0)) return [];
  const path = [...base, ...inside.slice(0, -1)];
  return [
    { path, at: 'value', message: `the key "${key}" is missing`, ...withNotes(describeSchema(schema)) },
  ];
}

function explainUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  schema: z.core.$ZodType | undefined,
  found: unknown,
  path: Path,
): Finding[] {
  const union = schema === undefined ? schema : unwrap(schema);
  if (union === stepSchema) return explainStep(found, path, checkSchema);
  if (union === outcomeSchema) return explainOutcome(found, path, checkSchema);
  const options = union instanceof z.ZodUnion ? union.options : [];
  // The branches whose type the value has; the others say nothing about what is wrong inside.
  const near = issue.errors
    .map((issues, branch) => ({ issues, schema: options[branch] }))
    .filter(({ issues }) => !issues.some((inner) => isOtherType(inner, found)));
  const [only] = near;
  if (only?.schema !== undefined) {
    const branch = only.schema;
    return only.issues.flatMap((inner) => explain(inner, branch, found, path));
  }
  const expected = [...new Set(issue.errors.flatMap((issues) => issues.map(rootType)))].filter(
    (type) => type !== '',
  );
  const wanted =
    expected.length === 0 || expected.length > 4 ? 'a JSON value' : anyOf(expected.map(typeName));
  const message = `expected ${wanted}, found ${describeValue(found)}`;
  const hint = typeHint(expected, found, path) ?? shorthandHint(union, found);
  return [{ path, at: 'value', message, ...withHint(hint), ...withNotes(describeSchema(schema)) }];
}

/** Whether an issue of a branch says that the value is of another type altogether. */
function isOtherType(issue: z.core.$ZodIssue, found: unknown): boolean {
  if (issue.path.length > 0) return false;
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof found === 'object');
}

function rootType(issue: z.core.$ZodIssue): string {
  if (issue.path.length > 0) return '';
  if (issue.code === 'invalid_value') return 'code';
  return issue.code === 'invalid_type' ? issue.expected : '';
}

/** `search: movies` was meant as `search: { index: movies }`: the first key that must be there. */
function shorthandHint(schema: z.core.$ZodType | undefined, found: unknown): string | undefined {
  const [object] = schema === undefined || typeof found !== 'string' ? [] : objectSchemas(schema);
  const required = Object.entries(object?.shape ?? {}).find(([, inner]) => !(inner instanceof z.ZodOptional));
  return required === undefined ? undefined : `write { ${required[0]}: ${String(found)} }`;
}
