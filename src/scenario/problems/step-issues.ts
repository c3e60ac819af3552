import * as z from 'zod';
import { errorSchema, paceSchema, type StepKind, stepSchemas, stepsSchema } from '../schema.ts';
import { type Finding, withHint, withNotes } from './finding.ts';
import type { Path } from './problem.ts';
import { unknownKey } from './unknown-keys.ts';
import { describeValue, isRecord, quoted } from './wording.ts';

/** Holds a value against a schema: handed in, since it calls the functions here. */
type Check = (schema: z.core.$ZodType, value: unknown, path: Path) => Finding[];

/** The kinds of step: the key that says what a step does. */
export const STEP_KINDS = Object.keys(stepSchemas) as StepKind[];

const KINDS = `a step has one of ${STEP_KINDS.join(', ')}`;

/** Every key that some step has: where none of its own says which kind a step is. */
const anyStepShape: Readonly<Record<string, z.core.$ZodType>> = Object.assign(
  {},
  ...Object.values(stepSchemas).map((schema) => schema.shape),
);

/** The kinds whose key a step has: exactly one, when it is right. */
export function kindsOf(step: Record<string, unknown>): StepKind[] {
  return STEP_KINDS.filter((kind) => Object.hasOwn(step, kind));
}

/** What is wrong with a step, told by the schema of the kind that it means to be. */
export function explainStep(step: unknown, path: Path, check: Check): Finding[] {
  if (!isRecord(step)) {
    const hint =
      typeof step === 'string' ? `write "text: ${step.split('\n', 1)[0]?.slice(0, 30) ?? ''}"` : KINDS;
    return [
      {
        path,
        at: 'value',
        message: `expected a step, found ${describeValue(step)}`,
        hint,
        ...withNotes(KINDS),
      },
    ];
  }
  const kinds = kindsOf(step);
  const [kind, second] = kinds;
  if (kind !== undefined && second === undefined) return check(stepSchemas[kind], step, path);
  if (kind !== undefined) {
    const named = kinds.map(quoted).join(' and ');
    const message = `one step cannot be ${kinds.length === 2 ? 'both ' : ''}${named}`;
    return [{ path: [...path, second ?? kind], at: 'key', message, hint: 'begin another step with a dash' }];
  }
  const unknown = Object.keys(step).filter((key) => !Object.hasOwn(anyStepShape, key));
  if (unknown.length > 0) {
    return unknown.map((key) => {
      const finding = unknownKey(key, anyStepShape, step, path);
      return finding.hint?.startsWith('known keys') === true
        ? { ...finding, hint: KINDS }
        : { ...finding, ...withNotes(KINDS) };
    });
  }
  const keys = Object.keys(step);
  const has =
    keys.length === 0
      ? 'this step is empty'
      : `a step with only ${keys.map(quoted).join(' and ')} does nothing`;
  return [{ path, at: 'value', message: has, hint: KINDS }];
}

const outcomeShape = { reply: stepsSchema, pace: paceSchema, error: errorSchema };
const replyOutcome = z.strictObject({ reply: stepsSchema, pace: paceSchema.optional() });
const errorOutcome = z.strictObject({ error: errorSchema });
const OUTCOME = 'write a list of steps, "reply: [...]", or "error: CODE"';

/** What is wrong with an entry of `turns` or `attempts`. */
export function explainOutcome(outcome: unknown, path: Path, check: Check): Finding[] {
  if (Array.isArray(outcome)) return check(stepsSchema, outcome, path);
  if (!isRecord(outcome)) {
    return [
      { path, at: 'value', message: `expected an outcome, found ${describeValue(outcome)}`, hint: OUTCOME },
    ];
  }
  const hasReply = Object.hasOwn(outcome, 'reply');
  const hasError = Object.hasOwn(outcome, 'error');
  if (hasReply && hasError) {
    const message = 'an outcome cannot be both "reply" and "error"';
    return [{ path: [...path, 'error'], at: 'key', message, hint: 'begin another outcome with a dash' }];
  }
  if (hasReply) return check(replyOutcome, outcome, path);
  const [kind] = kindsOf(outcome).filter((key) => key !== 'error');
  if (kind !== undefined) {
    const hint = `put the steps in a list: "- reply: [{ ${kind}: … }]"`;
    return [
      {
        path: [...path, kind],
        at: 'key',
        message: `a step ("${kind}") stands where an outcome is expected`,
        hint,
      },
    ];
  }
  if (hasError) return check(errorOutcome, outcome, path);
  const unknown = Object.keys(outcome).filter((key) => !Object.hasOwn(outcomeShape, key));
  if (unknown.length > 0) return unknown.map((key) => unknownKey(key, outcomeShape, outcome, path));
  return [{ path, at: 'value', message: 'this outcome answers nothing', ...withHint(OUTCOME) }];
}
