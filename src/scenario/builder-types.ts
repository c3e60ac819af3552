import type {
  Chaos,
  ErrorSpec,
  Match,
  Outcome,
  Pace,
  ScenarioInput,
  SearchSpec,
  Step,
  StepKind,
  UsageOverride,
} from './schema.ts';

/** What a step of a kind is written with: `ValueOf<'wait'>` is a number. */
type ValueOf<Kind extends StepKind, Any = Step> =
  Any extends Readonly<Record<Kind, infer Value>> ? Value : never;

export type StreamError = Exclude<ValueOf<'error'>, string>;

/** What every step may have besides what it does. */
export interface StepOptions {
  /** A name to pause at: `clock.pauseAt(id)`. */
  readonly id?: string;
}

/**
 * One method for each kind of step. `Open` is the builder to go on with; `Ended` the one after a step that ends the
 * reply, which takes no more steps.
 */
interface StepMethods<Open, Ended> {
  /** Markdown, streamed token by token. */
  text(markdown: string, options?: StepOptions & { readonly pace?: Pace }): Open;
  /** A search in an index; a list is several searches of one round. */
  search(search: SearchSpec | readonly SearchSpec[], options?: StepOptions): Open;
  /** A call to a function of the client. The steps after it answer the request that brings the result. */
  toolCall(toolCall: ValueOf<'toolCall'>, options?: StepOptions): Open;
  /** The model refuses, in these words. */
  refusal(refusal: string, options?: StepOptions): Open;
  /** A pause, in ms. */
  wait(ms: number, options?: StepOptions): Open;
  /** Waits until a test releases this name. */
  hold(name: string, options?: StepOptions): Open;
  /** An error event inside the stream. It ends the answer, unless it says `ends: false`. */
  error(error: StreamError & { readonly ends: false }, options?: StepOptions): Open;
  error(error: string | StreamError, options?: StepOptions): Ended;
  /** An SSE comment. */
  comment(comment: string, options?: StepOptions): Open;
  /** Bytes put on the wire as they are, unproven. */
  raw(raw: ValueOf<'raw'>, options?: StepOptions): Open;
  /** Ends the reply; `none`: without a reason. Default: `stop`. */
  finish(finish?: ValueOf<'finish'>, options?: StepOptions): Ended;
  /** Ends the reply badly. */
  fault(fault: ValueOf<'fault'>, options?: StepOptions): Ended;
}

/** The settings of a scenario besides its answer, at any point of the chain. */
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
  /** Failure and latency at random. */
  chaos(chaos: Chaos): Self;
}

/** A scenario that can be given to a server, to `use()`, to `scenarioFromObject`. */
interface BuildableScenario<Self> extends ScenarioMethods<Self> {
  /** @throws ChatMockError `invalid-scenario`, saying all that is wrong. */
  build(): ScenarioInput;
}

/** A scenario with a name, and no answer yet. */
export interface NewScenario extends ScenarioMethods<NewScenario>, StepMethods<ScenarioReply, EndedScenario> {
  /** The outcome for the next user message of the conversation; the last one repeats. */
  turn(outcome: OutcomeFunction): ScenarioTurns;
  /** The outcome of the next request of a session; the last one repeats. */
  attempt(outcome: OutcomeFunction): ScenarioAttempts;
  /** The answer is an HTTP error, before any stream. */
  fails(error: ErrorSpec): EndedScenario;
}

/** A scenario whose reply goes on. */
interface ScenarioReply extends BuildableScenario<ScenarioReply>, StepMethods<ScenarioReply, EndedScenario> {}

interface ScenarioTurns extends BuildableScenario<ScenarioTurns> {
  turn(outcome: OutcomeFunction): ScenarioTurns;
}

interface ScenarioAttempts extends BuildableScenario<ScenarioAttempts> {
  attempt(outcome: OutcomeFunction): ScenarioAttempts;
}

/** A scenario whose answer is complete: it takes no more steps. */
export interface EndedScenario extends BuildableScenario<EndedScenario> {}

/** One outcome of `turn` or `attempt`: steps, or an HTTP error. */
interface NewOutcome extends StepMethods<OutcomeReply, EndedOutcome> {
  /** The pace of this outcome. Default: the scenario's. */
  pace(pace: Pace): NewOutcome;
  /** The answer is an HTTP error, before any stream. */
  fails(error: ErrorSpec): EndedOutcome;
}

interface OutcomeReply extends StepMethods<OutcomeReply, EndedOutcome>, EndedOutcome {}

interface EndedOutcome {
  /** The outcome so far. */
  outcome(): Outcome;
}

export type OutcomeFunction = (outcome: NewOutcome) => EndedOutcome;

/** All methods at once: what stands behind each of the narrower types above. */
export interface AnyBuilder
  extends BuildableScenario<AnyBuilder>,
    StepMethods<AnyBuilder, AnyBuilder>,
    EndedOutcome {
  turn(outcome: OutcomeFunction): AnyBuilder;
  attempt(outcome: OutcomeFunction): AnyBuilder;
  fails(error: ErrorSpec): AnyBuilder;
}
