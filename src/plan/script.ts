import type { Path } from '../scenario/problems/problem.ts';
import type { ErrorSpec, Outcome, Pace, ScenarioInput, Step } from '../scenario/schema.ts';

/** Where in a scenario a request stands. All of it is read from the request, but for the attempt. */
export interface Position {
  /** Which user message of the conversation, from 1. */
  readonly turn: number;
  /** Which request of the session to this scenario, from 1. */
  readonly attempt: number;
}

/** What a scenario says to one position. */
export type Part = ReplyPart | ErrorPart;

interface ErrorPart {
  readonly type: 'error';
  readonly error: ErrorSpec;
  /** Of the error. */
  readonly path: Path;
}

export interface ReplyPart {
  readonly type: 'reply';
  readonly steps: readonly Step[];
  readonly pace: Pace | undefined;
  /** Of the list of its steps. */
  readonly path: Path;
}

/** A step and where it stands in its scenario. */
export interface PlacedStep {
  readonly step: Step;
  readonly path: Path;
}

/**
 * The part of a scenario that answers at a position; past the last turn or attempt, the last one repeats. Without a
 * scenario, a reply without steps.
 */
export function partAt(scenario: ScenarioInput | undefined, { turn, attempt }: Position): Part {
  const { error, attempts, turns, reply = [] } = scenario ?? {};
  if (error !== undefined) return { type: 'error', error, path: ['error'] };
  if (attempts !== undefined) return nth(attempts, 'attempts', attempt);
  if (turns !== undefined) return nth(turns, 'turns', turn);
  return { type: 'reply', steps: reply, pace: undefined, path: ['reply'] };
}

/** Every part of a scenario, for proving all of it. */
export function allParts(scenario: ScenarioInput): Part[] {
  const count = scenario.attempts?.length ?? scenario.turns?.length ?? 1;
  return Array.from({ length: count }, (_, index) =>
    partAt(scenario, { turn: index + 1, attempt: index + 1 }),
  );
}

function nth(outcomes: readonly Outcome[], key: string, position: number): Part {
  const index = Math.min(position, outcomes.length) - 1;
  const outcome = outcomes[index] ?? [];
  const path = [key, index];
  if (Array.isArray(outcome)) return { type: 'reply', steps: outcome, pace: undefined, path };
  if ('error' in outcome) return { type: 'error', error: outcome.error, path: [...path, 'error'] };
  return { type: 'reply', steps: outcome.reply, pace: outcome.pace, path: [...path, 'reply'] };
}

/**
 * The responses that a reply takes, each with its steps: a call to a function of the client ends a
 * response, and the steps after it answer the request that brings the result.
 *
 * @param calls `together`: calls that follow each other share a response; `one by one`: each has its
 *   own; `never`: they are left out, and all is one response
 */
export function responses(
  part: Pick<ReplyPart, 'steps' | 'path'>,
  calls: 'together' | 'one by one' | 'never',
): PlacedStep[][] {
  const placed = part.steps.map((step, index) => ({ step, path: [...part.path, index] }));
  if (calls === 'never') return [placed.filter(({ step }) => !('toolCall' in step))];
  const all: PlacedStep[][] = [[]];
  let afterCall = false;
  for (const one of placed) {
    const isCall = 'toolCall' in one.step;
    if (afterCall && !(isCall && calls === 'together')) all.push([]);
    all.at(-1)?.push(one);
    afterCall = isCall;
  }
  return all;
}
