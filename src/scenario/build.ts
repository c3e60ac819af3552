import type { AnyBuilder, OutcomeFunction, StepOptions, StreamError } from './builder-types.ts';
import type { Outcome, ScenarioInput, Step } from './schema.ts';

/**
 * Builds a scenario, or an outcome: that has some of the keys of a scenario, and its name is not used.
 *
 * @param built what `build()` gives of what was built
 */
export function builderOf(
  input: ScenarioInput,
  built: (input: ScenarioInput) => ScenarioInput = (whole) => whole,
): AnyBuilder {
  const set = (more: Partial<ScenarioInput>) => builderOf({ ...input, ...more }, built);
  const add = (step: Step) => set({ reply: [...(input.reply ?? []), step] });
  return {
    description: (description) => set({ description }),
    match: (match) => set({ match }),
    pace: (pace) => set({ pace }),
    model: (model) => set({ model }),
    usage: (usage) => set({ usage }),
    chaos: (chaos) => set({ chaos }),
    turn: (outcome) => set({ turns: [...(input.turns ?? []), outcomeOf(outcome)] }),
    attempt: (outcome) => set({ attempts: [...(input.attempts ?? []), outcomeOf(outcome)] }),
    fails: (error) => set({ error }),
    text: (text, options) => add({ ...options, text }),
    search: (search, options) => add({ ...options, search: isList(search) ? [...search] : search }),
    toolCall: (toolCall, options) => add({ ...options, toolCall }),
    refusal: (refusal, options) => add({ ...options, refusal }),
    wait: (wait, options) => add({ ...options, wait }),
    hold: (hold, options) => add({ ...options, hold }),
    error: (error: string | StreamError, options?: StepOptions) => add({ ...options, error }),
    comment: (comment, options) => add({ ...options, comment }),
    raw: (raw, options) => add({ ...options, raw }),
    finish: (finish = 'stop', options) => add({ ...options, finish }),
    fault: (fault, options) => add({ ...options, fault }),
    build: () => built(input),
    outcome: () => asOutcome(input),
  };
}

const outcomeOf = (outcome: OutcomeFunction): Outcome => outcome(builderOf({ name: '' })).outcome();

function asOutcome({ reply = [], pace, error }: ScenarioInput): Outcome {
  if (error !== undefined && reply.length === 0) return { error };
  return { reply, ...(pace === undefined ? {} : { pace }), ...(error === undefined ? {} : { error }) };
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);
