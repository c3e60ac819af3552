import type * as z from 'zod';
import type { Timed } from '../playback/waiting.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ScenarioInput } from '../scenario/schema.ts';
import type { Session } from '../session/session.ts';

/** A scenario by name, as an object, or as a builder. */
export type ScenarioLike = string | ScenarioInput | { build(): ScenarioInput };

/** What the verbs of one session need of its mock. */
export interface SessionAccess {
  readonly name: string;
  /** The session of this name, as it is now: a reset or a long idle time replaces it by a new one. */
  session(): Session;
  /** The scenario that is meant, checked against the OpenAPI document. */
  resolve(scenario: ScenarioLike): Promise<Scenario>;
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

/** zod is handed to the table: the client uses the table without zod, which would be most of its size. */
export type Zod = typeof z;

/** One thing that a test or a person can do to a session, in process and over HTTP. */
export interface Verb<Result = unknown, Shape extends z.ZodRawShape = z.ZodRawShape> {
  /** `POST /clock/next`, below `/__mock`. `:name` is taken from the input; the rest is the body, or the query of a GET. */
  readonly route: `${'GET' | 'PUT' | 'POST' | 'DELETE'} /${string}`;
  /** One line for users: the first paragraph of the entry's doc comment. */
  readonly does: string;
  /** An input, for the index and for error messages. */
  readonly example?: VerbInput;
  /** Whether it waits: then it takes a `timeout` and a `signal`, and a reset of the session ends it. */
  readonly waits?: boolean;
  /** The keys of its input, besides `timeout`. Default: none. */
  input?(z: Zod): Shape;
  run(session: Session, input: z.output<z.ZodObject<Shape>>, call: VerbCall): Result | Promise<Result>;
}

/** Makes the method of an entry of the table; `args` says which input its arguments stand for. Default: no arguments. */
export type Define = <Result, Args extends unknown[] = [], Shape extends z.ZodRawShape = z.ZodRawShape>(
  route: Verb['route'],
  does: string,
  entry: Omit<Verb<Result, NoInfer<Shape>>, 'route' | 'does' | 'input'> & {
    input?(z: Zod): Shape;
    args?(...args: Args): VerbInput & Timed;
  },
) => (...args: Args) => Promise<Result>;

/** Any number. One that JSON does not have comes as text: the verb says itself which numbers it takes. */
export function number(z: Zod) {
  const messageOf = (input: unknown) => z.number().safeParse(input).error?.issues[0]?.message;
  return z.preprocess(
    (input) => (['NaN', 'Infinity', '-Infinity'].includes(String(input)) ? Number(input) : input),
    z.custom<number>((input) => typeof input === 'number', { error: ({ input }) => messageOf(input) }),
  );
}
