import { StepBuilder, type StepMethods } from './builder-steps.ts';
import { scenarioFromObject } from './scenario.ts';
import type { ErrorSpec, Match, Outcome, Pace, ScenarioInput, Step, UsageOverride } from './schema.ts';

/** What can be said of a scenario besides its answer, at any point of the chain. */
interface ScenarioMethods<Self> {
  description(text: string): Self;
  /** When the scenario is chosen by itself: all keys must hold. */
  match(match: Match): Self;
  /** How fast tokens come. */
  pace(pace: Pace): Self;
  /** The model that answers. Default: the request's. */
  model(model: string): Self;
  /** Token counts to report in place of the real ones. */
  usage(usage: UsageOverride): Self;
}

/** A scenario that can be handed over: to a server, to `use()`, to `scenarioFromObject`. */
interface BuildableScenario {
  /** @throws ChatMockError `invalid-scenario`, saying all that is wrong. */
  build(): ScenarioInput;
}

/** A scenario with a name, and no answer yet. */
interface NewScenario extends ScenarioMethods<NewScenario>, StepMethods<ScenarioReply, EndedScenario> {
  /** The outcome for the next user message of the conversation; the last one repeats. */
  turn(outcome: OutcomeFunction): ScenarioTurns;
  /** The outcome of the next request of a session; the last one repeats. */
  attempt(outcome: OutcomeFunction): ScenarioAttempts;
  /** The answer is an HTTP error, before any stream. */
  fails(error: ErrorSpec): EndedScenario;
}

/** A scenario whose reply goes on. */
interface ScenarioReply
  extends ScenarioMethods<ScenarioReply>,
    StepMethods<ScenarioReply, EndedScenario>,
    BuildableScenario {}

interface ScenarioTurns extends ScenarioMethods<ScenarioTurns>, BuildableScenario {
  turn(outcome: OutcomeFunction): ScenarioTurns;
}

interface ScenarioAttempts extends ScenarioMethods<ScenarioAttempts>, BuildableScenario {
  attempt(outcome: OutcomeFunction): ScenarioAttempts;
}

/** A scenario whose answer is complete: it takes no more steps. */
export interface EndedScenario extends ScenarioMethods<EndedScenario>, BuildableScenario {}

/** One outcome of `turn` or `attempt`: steps, or an HTTP error. */
interface NewOutcome extends StepMethods<OutcomeReply, EndedOutcome> {
  /** The pace of this outcome. Default: the scenario's. */
  pace(pace: Pace): NewOutcome;
  /** The answer is an HTTP error, before any stream. */
  fails(error: ErrorSpec): EndedOutcome;
}

interface OutcomeReply extends StepMethods<OutcomeReply, EndedOutcome>, EndedOutcome {}

interface EndedOutcome {
  /** What the chain has said. */
  outcome(): Outcome;
}

type OutcomeFunction = (outcome: NewOutcome) => EndedOutcome;

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
  return new ScenarioBuilder({ name });
}

class ScenarioBuilder
  extends StepBuilder<ScenarioBuilder, ScenarioBuilder>
  implements NewScenario, ScenarioReply, ScenarioTurns, ScenarioAttempts
{
  readonly #input: ScenarioInput;

  constructor(input: ScenarioInput) {
    super();
    this.#input = input;
  }

  description(description: string): ScenarioBuilder {
    return this.#with({ description });
  }

  match(match: Match): ScenarioBuilder {
    return this.#with({ match });
  }

  pace(pace: Pace): ScenarioBuilder {
    return this.#with({ pace });
  }

  model(model: string): ScenarioBuilder {
    return this.#with({ model });
  }

  usage(usage: UsageOverride): ScenarioBuilder {
    return this.#with({ usage });
  }

  turn(outcome: OutcomeFunction): ScenarioBuilder {
    return this.#with({ turns: [...(this.#input.turns ?? []), outcomeOf(outcome)] });
  }

  attempt(outcome: OutcomeFunction): ScenarioBuilder {
    return this.#with({ attempts: [...(this.#input.attempts ?? []), outcomeOf(outcome)] });
  }

  fails(error: ErrorSpec): ScenarioBuilder {
    return this.#with({ error });
  }

  build(): ScenarioInput {
    return scenarioFromObject(this.#input, `scenario(${JSON.stringify(this.#input.name)})`).input;
  }

  protected override add(step: Step): ScenarioBuilder {
    return this.#with({ reply: [...(this.#input.reply ?? []), step] });
  }

  #with(more: Partial<ScenarioInput>): ScenarioBuilder {
    return new ScenarioBuilder({ ...this.#input, ...more });
  }
}

const outcomeOf = (outcome: OutcomeFunction): Outcome => outcome(new OutcomeBuilder({})).outcome();

type OutcomeDraft = { reply?: Step[]; pace?: Pace; error?: ErrorSpec };

class OutcomeBuilder extends StepBuilder<OutcomeBuilder, OutcomeBuilder> implements NewOutcome, OutcomeReply {
  readonly #draft: OutcomeDraft;

  constructor(draft: OutcomeDraft) {
    super();
    this.#draft = draft;
  }

  pace(pace: Pace): OutcomeBuilder {
    return new OutcomeBuilder({ ...this.#draft, pace });
  }

  fails(error: ErrorSpec): OutcomeBuilder {
    return new OutcomeBuilder({ ...this.#draft, error });
  }

  outcome(): Outcome {
    const { reply = [], pace, error } = this.#draft;
    if (error !== undefined && reply.length === 0) return { error };
    return { reply, ...(pace === undefined ? {} : { pace }), ...(error === undefined ? {} : { error }) };
  }

  protected override add(step: Step): OutcomeBuilder {
    return new OutcomeBuilder({ ...this.#draft, reply: [...(this.#draft.reply ?? []), step] });
  }
}
