import type { AnyBuilder, NewScenario, OutcomeFunction, StepOptions, StreamError } from './builder-types.ts';
import { scenarioFromObject } from './scenario.ts';
import type { Outcome, ScenarioInput, Step } from './schema.ts';

/**
 * A scenario in code, with the keys of the files. Every call returns a new builder, so that a common beginning can be
 * kept and used several times. A step is named by its last argument, `{ id }`. After an ending (`finish`, `fault`, an
 * `error` that ends, `fails`) the type has no more steps.
 *
 * @example
 * const movieNight = scenario('movie-night')
 *   .match({ message: '/recommend/i' })
 *   .search({ index: 'movies', q: 'space', documents: 3 })
 *   .text('Try **Interstellar**.', { id: 'answer' })
 *   .hold('before-the-end')
 *   .finish();
 */
export function scenario(name: string): NewScenario {
  return builderOf({ name });
}

/** Builds a scenario, or an outcome: that has some of the keys of a scenario, and its name is not used. */
function builderOf(input: ScenarioInput): AnyBuilder {
  const set = (more: Partial<ScenarioInput>) => builderOf({ ...input, ...more });
  const add = (step: Step) => set({ reply: [...(input.reply ?? []), step] });
  return {
    description: (description) => set({ description }),
    match: (match) => set({ match }),
    pace: (pace) => set({ pace }),
    model: (model) => set({ model }),
    usage: (usage) => set({ usage }),
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
    build: () => scenarioFromObject(input, `scenario(${JSON.stringify(input.name)})`).input,
    outcome: () => asOutcome(input),
  };
}

const outcomeOf = (outcome: OutcomeFunction): Outcome => outcome(builderOf({ name: '' })).outcome();

function asOutcome({ reply = [], pace, error }: ScenarioInput): Outcome {
  if (error !== undefined && reply.length === 0) return { error };
  return { reply, ...(pace === undefined ? {} : { pace }), ...(error === undefined ? {} : { error }) };
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);
