import { allParts } from '../plan/script.ts';
import { FRAME_KINDS } from '../playback/item.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Step } from '../scenario/schema.ts';

function allSteps(scenarios: readonly Scenario[]): Step[] {
  const parts = scenarios.flatMap(({ input }) => allParts(input));
  return parts.flatMap((part) => (part.type === 'reply' ? part.steps : []));
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
