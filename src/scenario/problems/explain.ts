import * as z from 'zod';
import { explainChoice } from './choices.ts';
import { type Finding, MOST_FINDINGS, type Path } from './problem.ts';
import { describeSchema, isOptional, objectsIn, requiredKeys, unwrap } from './schema-walk.ts';
import { hasKeyNear, unknownKeys } from './unknown-keys.ts';
import { explainType, explainValue } from './values.ts';
import { isRecord } from './wording.ts';

type Schema = z.core.$ZodType;

/**
 * What is wrong with a value; empty when it fits the schema. Walks schema and value together and, at a union, follows
 * the branch that the value is closest to, so that findings are about that branch only.
 *
 * @param known an issue that was found already: looking for one in a long list takes long
 */
export function explain(
  schema: Schema,
  value: unknown,
  path: Path = [],
  known?: z.core.$ZodIssue,
): Finding[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodArray) {
    const inside = explainInside(inner, value, path);
    if (inside.length > 0) return inside;
  }
  const issue = known ?? issuesOf(schema, value)[0];
  if (issue === undefined) return [];
  if (inner instanceof z.ZodUnion) return explainUnion(inner, schema, value, path);
  const inside = explainInside(inner, value, path);
  if (inside.length > 0) return inside;
  if (issue.code === 'invalid_type') return [wrongType([issue.expected], schema, value, path)];
  return [{ path, at: 'value', notes: describeSchema(schema), ...explainValue(issue, value) }];
}

const issuesOf = (schema: Schema, value: unknown): z.core.$ZodIssue[] =>
  z.safeParse(schema, value, { jitless: true }).error?.issues ?? [];

/** What is wrong with the entries of an object or a list. */
function explainInside(schema: Schema, value: unknown, path: Path): Finding[] {
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    const found: Finding[] = [];
    for (const [i, entry] of value.entries()) {
      if (found.length <= MOST_FINDINGS) found.push(...explain(schema.element, entry, [...path, i]));
    }
    return found;
  }
  if (!isRecord(value)) return [];
  if (schema instanceof z.ZodRecord) {
    return Object.entries(value).flatMap(([key, entry]) => explain(schema.valueType, entry, [...path, key]));
  }
  if (!(schema instanceof z.ZodObject)) return [];
  const known = Object.entries(schema.shape).flatMap(([key, child]): Finding[] => {
    if (Object.hasOwn(value, key)) return explain(child, value[key], [...path, key]);
    // A misspelt key is reported as unknown: the correct key is not reported as missing, too.
    if (isOptional(child) || hasKeyNear(value, [key])) return [];
    return [{ path, at: 'value', message: `the key "${key}" is missing`, notes: describeSchema(child) }];
  });
  return [...known, ...unknownKeys(value, schema.shape, path)];
}

function explainUnion(union: z.ZodUnion, schema: Schema, value: unknown, path: Path): Finding[] {
  const branches = union.options.map((option) => {
    return { option, issues: issuesOf(option, value).filter((issue) => issue.path.length === 0) };
  });
  const ofType = branches.filter(({ issues }) => !issues.some((issue) => isOtherType(issue, value)));
  const meant = ofType.length === 1 ? ofType : ofType.filter(({ option }) => hasRequiredKey(value, option));
  const [first, second] = meant;
  if (first !== undefined && second === undefined) return explain(first.option, value, path);
  const expected = branches.flatMap(({ issues }) => issues.flatMap(expectedType));
  return explainChoice(union, value, path) ?? [wrongType(expected, schema, value, path)];
}

const hasRequiredKey = (value: unknown, schema: Schema): boolean =>
  isRecord(value) && requiredKeys(schema).some((key) => Object.hasOwn(value, key));

/** Whether an issue is about the type of the value, so that it does not follow this branch. */
const isOtherType = ({ code }: z.core.$ZodIssue, value: unknown): boolean =>
  code === 'invalid_type' || (code === 'invalid_value' && typeof value === 'object');

function expectedType(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'invalid_value') return ['code'];
  return issue.code === 'invalid_type' ? [issue.expected] : [];
}

function wrongType(expected: readonly string[], schema: Schema, value: unknown, path: Path): Finding {
  const { message, hint = shorthandHint(schema, value) } = explainType(expected, value, path);
  return { path, at: 'value', message, hint, notes: describeSchema(schema) };
}

/** For `search: movies`, which was meant as `search: { index: movies }`: with the first required key. */
function shorthandHint(schema: Schema, value: unknown): string | undefined {
  const [key] = typeof value === 'string' ? objectsIn(schema).flatMap(requiredKeys) : [];
  return key === undefined ? undefined : `write { ${key}: ${String(value)} }`;
}
