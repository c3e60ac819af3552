import { FRAME_KINDS } from '../playback/item.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Outcome, ScenarioInput, Step } from '../scenario/schema.ts';

function allSteps(scenarios: readonly Scenario[]): Step[] {
  return scenarios.flatMap(({ input }) => stepsOf(input));
}

function stepsOf(input: ScenarioInput): Step[] {
  const outcomes: Outcome[] = [...(input.turns ?? []), ...(input.attempts ?? [])];
  const inner = outcomes.flatMap((outcome) => {
    if (Array.isArray(outcome)) return outcome;
    return 'reply' in outcome ? outcome.reply : [];
  });
  return [...(input.reply ?? []), ...inner];
}

/** What `clock.pauseAt` can be given: kinds of frames, and the ids of steps. */
export function stepNames(scenarios: readonly Scenario[]): ReadonlySet<string> {
  const ids = allSteps(scenarios).flatMap(({ id }) => (id === undefined ? [] : [id]));
  return new Set([...FRAME_KINDS, 'hold', 'fault', ...ids]);
}

/** The holds that scripts can come to. */
export function holdNames(scenarios: readonly Scenario[]): ReadonlySet<string> {
  return new Set(allSteps(scenarios).flatMap((step) => ('hold' in step ? [step.hold] : [])));
}
