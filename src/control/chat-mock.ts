import type { ErrorCode } from '../meilisearch/error-codes.ts';
import type { ClockState, PauseTarget } from '../playback/clock-state.ts';
import type { Timed } from '../playback/waiting.ts';
import type { ScenarioInput } from '../scenario/schema.ts';
import type { FaultOptions } from '../session/fault-queue.ts';
import type { JournalEntry } from '../session/journal.ts';
import type { UseOptions } from '../session/selection.ts';

/** A scenario by name, as an object, or as a builder. */
export type ScenarioLike = string | ScenarioInput | { build(): ScenarioInput };

/**
 * The verbs by which a test, or a person, drives one session: the same in the process of the server,
 * over HTTP and in every fixture. Each rejects with a `ChatMockError` that says what was wrong; each
 * that waits takes a `timeout` in real ms (default 5000) and says what it waited for and what it saw.
 */
export interface ChatMock {
  /** The base URL of the mock for this session: what a client takes as its host. */
  readonly url: string;
  /** The session's name. */
  readonly name: string;
  readonly clock: ClockControl;
  readonly holds: HoldsControl;
  /** From now on this scenario answers the session's requests; with `times`, only so many of them. */
  use(scenario: ScenarioLike, options?: UseOptions): Promise<void>;
  /** The next request fails so, whatever its scenario: `{ fault: 'reset', after: 3 }`. */
  fault(options: FaultOptions): Promise<void>;
  /** Puts an error event into every open stream, which ends with it. */
  fail(code: ErrorCode | (string & {}), message?: string): Promise<void>;
  /** Resets the connection of every open stream. */
  drop(): Promise<void>;
  /** What the session was asked and what it answered, the oldest first. */
  requests(): Promise<JournalEntry[]>;
  lastRequest(): Promise<JournalEntry | undefined>;
  /** The first request, recorded already or to come, that the predicate holds for. Without one: any. */
  waitForRequest(predicate?: (entry: JournalEntry) => boolean, options?: Timed): Promise<JournalEntry>;
  /** Chat requests that no scenario was for. */
  unmatched(): Promise<JournalEntry[]>;
  clearRequests(): Promise<void>;
  /** Ends the session's streams and forgets its scenario, attempts, faults, clock and journal. */
  reset(): Promise<void>;
  /** One hold by name: `chat.hold('before-the-end').release()`. */
  hold(name: string): { reached(options?: Timed): Promise<void>; release(options?: Timed): Promise<void> };
}

/** The time of a session. See `Clock` for what each verb does. */
export interface ClockControl {
  state(): Promise<ClockState>;
  /**
   * Stops where a stream gets to what is named, now or later, and only once: a number, as soon as so many frames are
   * sent (0: only the headers); a text, when the first frame of the step with that id, or of that kind, is due.
   */
  pauseAt(target: PauseTarget): Promise<void>;
  /** Resolves when the clock stands. */
  paused(options?: Timed): Promise<ClockState>;
  /** Sends exactly `count` frames (default 1) and resolves when they are written. */
  next(count?: number, options?: Timed): Promise<ClockState>;
  /** Advances virtual time by so many ms and resolves when what is due by then is written. */
  runFor(ms: number, options?: Timed): Promise<ClockState>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Virtual seconds a real second; 0 does not wait at all. */
  setSpeed(speed: number): Promise<void>;
}

export interface HoldsControl {
  /** The holds at which streams wait now. */
  names(): Promise<string[]>;
  reached(name: string, options?: Timed): Promise<void>;
  release(name: string, options?: Timed): Promise<void>;
}
