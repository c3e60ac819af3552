import * as z from 'zod';
import { errorSchema, kindsOf, outcomeSchema, STEP_KINDS, stepSchema } from '../schema.ts';
import type { Finding, Path } from './problem.ts';
import { requiredKeys } from './schema-walk.ts';
import { unknownKeys } from './unknown-keys.ts';
import { describeValue, isRecord, quoted } from './wording.ts';

/** How messages name the unions whose branches differ by a key, and what to write there. */
const STEP = {
  name: 'step',
  a: 'a step',
  one: 'one step',
  rule: `a step has one of ${STEP_KINDS.join(', ')}`,
};
const OUTCOME = {
  name: 'outcome',
  a: 'an outcome',
  one: 'an outcome',
  rule: 'write a list of steps, "reply: [...]", or "error: CODE"',
};
const ERROR = {
  name: 'error',
  a: 'an error',
  one: 'one error',
  rule: 'give it "code", which is one of Meilisearch\'s, or "status", from 400 to 599',
};
const CHOICES = new Map<z.core.$ZodType, typeof STEP>([
  [stepSchema, STEP],
  [outcomeSchema, OUTCOME],
  [errorSchema, ERROR],
]);

/** What is wrong with a step or an outcome that has no kind, or several; undefined for all other unions. */
export function explainChoice(union: z.ZodUnion, value: unknown, path: Path): Finding[] | undefined {
  const choice = CHOICES.get(union);
  if (choice === undefined) return undefined;
  const { name, a, one, rule } = choice;
  if (!isRecord(value)) {
    const message = `expected ${a}, found ${describeValue(value)}`;
    if (choice !== STEP || typeof value !== 'string') return [{ path, at: 'value', message, hint: rule }];
    const hint = `write "text: ${value.split('\n', 1)[0]?.slice(0, 30)}"`;
    return [{ path, at: 'value', message, hint, notes: [rule] }];
  }
  const objects = union.options.filter((option) => option instanceof z.ZodObject);
  const kinds = objects.flatMap(requiredKeys).filter((key) => Object.hasOwn(value, key));
  const [, second] = kinds;
  if (second !== undefined) {
    const message = `${one} cannot be ${kinds.length === 2 ? 'both ' : ''}${kinds.map(quoted).join(' and ')}`;
    const hint = choice === ERROR ? rule : `begin another ${name} with a dash`;
    return [{ path: [...path, second], at: 'key', message, hint }];
  }
  const [kind] = kindsOf(value);
  if (kind !== undefined) {
    const message = `a step ("${kind}") stands where ${a} is expected`;
    const hint = `put the steps in a list: "- reply: [{ ${kind}: … }]"`;
    return [{ path: [...path, kind], at: 'key', message, hint }];
  }
  const shape = Object.assign({}, ...objects.map((object) => object.shape));
  const unknown = unknownKeys(value, shape, path, rule);
  if (unknown.length > 0) return unknown;
  const keys = Object.keys(value).map(quoted);
  const message =
    keys.length === 0 ? `this ${name} is empty` : `${a} with only ${keys.join(' and ')} does nothing`;
  return [{ path, at: 'value', message, hint: rule }];
}
