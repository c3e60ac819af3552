import type { Random } from '../random.ts';

/** How the client behaves once it has sent a request. */
export type Ending =
  /** Waits for the whole answer. None in half a minute is a failure. */
  | 'answer'
  /** Waits for a short time only: the answer may depend on what others do. */
  | 'patience'
  /** Leaves as soon as the head of the answer is there. */
  | 'abort'
  /** Sends a part of the request, and leaves. */
  | 'half'
  /** Keeps the stream open while other requests are sent, then leaves. */
  | 'keep';

/** A request before its standard headers are added. */
export interface Draft {
  readonly method?: string;
  readonly path: string;
  /** Added after the standard ones, or in the place of one with the same name. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Uint8Array;
  readonly ending?: Ending;
  /** What is special about it, for people. */
  readonly note?: string;
  /** The whole request as it goes over the wire; the other members only describe it. */
  readonly raw?: Uint8Array;
  /** Says what is wrong with an answer. */
  readonly check?: (status: number, body: string) => string | undefined;
}

export type Generator = (random: Random) => Draft;
