import type { Timed } from '../playback/waiting.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ScenarioName } from '../scenario/scenario-name.ts';
import type { ScenarioInput } from '../scenario/schema.ts';
import type { FailureOptions } from '../session/failure-queue.ts';
import type { UseOptions } from '../session/selection.ts';
import type { Session } from '../session/session.ts';
import type { InputOf, InputRules, rules } from './rules.ts';

/** A scenario by name, as an object, or as a builder. It is an element of a tuple so that TypeScript's errors list the names. */
export type ScenarioLike = [ScenarioName | ScenarioInput | { build(): ScenarioInput }][0];

/** The verb `use`. It has a type of its own since an inferred one would be declared with the names as they are here: any. */
export type UseScenario = (scenario: ScenarioLike, options?: UseOptions) => Promise<void>;

/** What the verbs of one session need of its mock. */
export interface SessionAccess {
  readonly name: string;
  /** The session of this name, as it is now: a reset or a long idle time replaces it by a new one. */
  session(): Session;
  /** The scenario that is meant, checked against the OpenAPI document. */
  resolve(scenario: ScenarioLike): Promise<Scenario>;
  /** The HTTP error that is meant, checked. */
  failure(given: Readonly<Record<string, unknown>>): Promise<FailureOptions>;
  /** All scenarios that are loaded, in file order. */
  scenarios(): readonly Scenario[];
  /** All sessions, in the order of their first use. */
  sessions(): readonly Session[];
}

/** The arguments of a call, by name. */
export interface VerbInput {
  readonly timeout?: number | undefined;
  readonly [name: string]: unknown;
}

/** How a verb runs: what a wait is given, and access to more than the session as it is now. */
export interface VerbCall extends Timed {
  readonly access: SessionAccess;
}

/** What a table of verbs is handed to say what its inputs are. */
export type Rules = typeof rules;

/** One thing that a test or a person can do to a session, in process and over HTTP. */
export interface Verb<Result = unknown, Keys extends InputRules = InputRules> {
  /** `POST /clock/next`, below `/__mock`. `:name` is taken from the input; the rest is the body, or the query of a GET. */
  readonly route: `${'GET' | 'PUT' | 'POST' | 'DELETE'} /${string}`;
  /** One line for users: the first paragraph of the entry's doc comment. */
  readonly does: string;
  /** An input, for the index and for error messages. */
  readonly example?: VerbInput;
  /** Whether it waits: then it takes a `timeout` and a `signal`, and a reset of the session ends it. */
  readonly waits?: boolean;
  /** The keys of its input, besides `timeout`. Default: none. */
  input?(rules: Rules): Keys;
  run(session: Session, input: InputOf<Keys>, call: VerbCall): Result | Promise<Result>;
}

/** Makes the method of an entry of the table; `args` says which input its arguments stand for. Default: no arguments. */
export type Define = <Result, Args extends unknown[] = [], Keys extends InputRules = InputRules>(
  route: Verb['route'],
  does: string,
  entry: Omit<Verb<Result, NoInfer<Keys>>, 'route' | 'does' | 'input'> & {
    input?(rules: Rules): Keys;
    args?(...args: Args): VerbInput & Timed;
  },
) => (...args: Args) => Promise<Result>;
