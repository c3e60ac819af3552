import type { ClockState, PauseTarget } from '../playback/clock-state.ts';
import type { Timed } from '../playback/waiting.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { FaultOptions } from '../session/fault-queue.ts';
import type { JournalEntry } from '../session/journal.ts';
import { checkSessionName } from '../session/names.ts';
import type { UseOptions } from '../session/selection.ts';
import type { Session } from '../session/session.ts';
import type { ChatMock, ClockControl, HoldsControl, ScenarioLike } from './chat-mock.ts';

/** What a handle needs of the mock that it is a handle of. */
export interface SessionAccess {
  readonly name: string;
  /** The session of this name, as it is now: a reset or long idleness makes another one. */
  session(): Session;
  /** The base URL for this session. */
  url(): string;
  /** The scenario that is meant, held against the OpenAPI document. */
  resolve(scenario: ScenarioLike): Promise<Scenario>;
}

/** The verbs of one session, in the process of its mock. It stays good whatever becomes of the session. */
export class SessionHandle implements ChatMock {
  readonly name: string;
  readonly clock: ClockControl;
  readonly holds: HoldsControl;
  // Not #private: a fixture may put verbs of its own on a handle, by `Object.create(handle)`.
  private readonly access: SessionAccess;

  /** @throws ChatMockError `invalid-option` when a session cannot have this name */
  constructor(access: SessionAccess) {
    this.name = checkSessionName(access.name);
    this.access = access;
    this.clock = new ClockHandle(access);
    this.holds = new HoldsHandle(access);
  }

  get url(): string {
    return this.access.url();
  }

  async use(scenario: ScenarioLike, options?: UseOptions): Promise<void> {
    const resolved = await this.access.resolve(scenario);
    this.access.session().selection.use(resolved, options);
  }

  async fault(options: FaultOptions): Promise<void> {
    this.access.session().fault(options);
  }

  async fail(code: string, message?: string): Promise<void> {
    this.access.session().fail(code, message);
  }

  async drop(): Promise<void> {
    this.access.session().drop();
  }

  async requests(): Promise<JournalEntry[]> {
    return this.access.session().requests();
  }

  async lastRequest(): Promise<JournalEntry | undefined> {
    return this.access.session().lastRequest();
  }

  waitForRequest(predicate?: (entry: JournalEntry) => boolean, options?: Timed): Promise<JournalEntry> {
    return waiting(this.access, options, (session, timed) => session.waitForRequest(predicate, timed));
  }

  async unmatched(): Promise<JournalEntry[]> {
    return this.access.session().unmatched();
  }

  async clearRequests(): Promise<void> {
    this.access.session().clearRequests();
  }

  async reset(): Promise<void> {
    this.access.session().reset();
  }

  hold(name: string): ReturnType<ChatMock['hold']> {
    return {
      reached: (options) => this.holds.reached(name, options),
      release: (options) => this.holds.release(name, options),
    };
  }
}

class ClockHandle implements ClockControl {
  readonly #access: SessionAccess;

  constructor(access: SessionAccess) {
    this.#access = access;
  }

  async state(): Promise<ClockState> {
    return this.#access.session().clock.state();
  }

  async pauseAt(target: PauseTarget): Promise<void> {
    this.#access.session().clock.pauseAt(target);
  }

  paused(options?: Timed): Promise<ClockState> {
    return waiting(this.#access, options, ({ clock }, timed) => clock.paused(timed));
  }

  next(count?: number, options?: Timed): Promise<ClockState> {
    return waiting(this.#access, options, ({ clock }, timed) => clock.next(count, timed));
  }

  runFor(ms: number, options?: Timed): Promise<ClockState> {
    return waiting(this.#access, options, ({ clock }, timed) => clock.runFor(ms, timed));
  }

  async pause(): Promise<void> {
    this.#access.session().clock.pause();
  }

  async resume(): Promise<void> {
    this.#access.session().clock.resume();
  }

  async setSpeed(speed: number): Promise<void> {
    this.#access.session().clock.setSpeed(speed);
  }
}

class HoldsHandle implements HoldsControl {
  readonly #access: SessionAccess;

  constructor(access: SessionAccess) {
    this.#access = access;
  }

  async names(): Promise<string[]> {
    return this.#access.session().holds.names();
  }

  reached(name: string, options?: Timed): Promise<void> {
    return waiting(this.#access, options, ({ holds }, timed) => holds.reached(name, timed));
  }

  release(name: string, options?: Timed): Promise<void> {
    return waiting(this.#access, options, ({ holds }, timed) => holds.release(name, timed));
  }
}

function waiting<T>(
  access: SessionAccess,
  options: Timed | undefined,
  call: (session: Session, timed: Timed) => Promise<T>,
): Promise<T> {
  const session = access.session();
  return untilReset(session, options, (timed) => call(session, timed));
}

/**
 * A call that waits, given up when its caller says so, and when the session is reset meanwhile.
 *
 * @throws ChatMockError `closed` when the session is reset
 */
export async function untilReset<T>(
  session: Session,
  { timeout, signal }: Timed = {},
  call: (timed: Timed) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const leave = session.onAbandon((reason) => controller.abort(reason));
  const giveUp = () => controller.abort(signal?.reason);
  signal?.addEventListener('abort', giveUp);
  if (signal?.aborted === true) giveUp();
  try {
    return await call({ timeout, signal: controller.signal });
  } finally {
    leave();
    signal?.removeEventListener('abort', giveUp);
  }
}
