import { ChatMockError } from '../error.ts';
import { Instance } from '../meilisearch/routes/state.ts';
import type { Plan } from '../plan/types.ts';
import { RETRY } from '../plan/wire/sse.ts';
import { Clock } from '../playback/clock.ts';
import { type ClockState, describeState } from '../playback/clock-state.ts';
import type { FaultOrder } from '../playback/fault-order.ts';
import { Holds } from '../playback/holds.ts';
import type { Fault, FrameKind, Item, ResponseIds } from '../playback/item.ts';
import { type Ending, Player } from '../playback/player.ts';
import { beginWait, type Timed, within } from '../playback/waiting.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type FailureCode, failure } from './failure.ts';
import { FailureQueue } from './failure-queue.ts';
import { FaultQueue } from './fault-queue.ts';
import { describeRequests, Journal } from './journal.ts';
import { MemoryBudget, MemoryShare } from './memory-budget.ts';
import type { JournalEntry, Recording } from './recording.ts';
import type { UnredactedRequest } from './redact.ts';
import { holdNames, stepNames } from './script-names.ts';
import { ScenarioSelection } from './selection.ts';

/** Counts the changes of all sessions: a revision of one session is never one of a later session of the same name. */
let revisions = 0;

/** About what a session takes, in bytes, besides its journal. */
const SESSION_SIZE = 8000;

export interface SessionOptions {
  readonly scenarios: () => readonly Scenario[];
  /** The workspaces that exist; none: all do. */
  readonly workspaces?: readonly string[];
  readonly speed: number;
  readonly journalLimit: number;
  /** What it shares with other sessions. Default: one without a limit. */
  readonly budget?: MemoryBudget;
  readonly emit: (event: SessionEvent) => void;
  /** Whether the events of frames are wanted: there are thousands a second. Default: they are not. */
  readonly tellsFrames?: () => boolean;
  /** Called at each write of frames that go by the clock, with how late it is in real ms. Default: nobody is. */
  readonly late?: (ms: number) => void;
}

/** What handles the connections. */
export interface Host {
  readonly name: string;
  /** The faults that it cannot carry out as a server does. */
  readonly cannot: readonly Fault[];
}

/** How a plan is played. */
interface PlayOptions {
  readonly host?: Host | undefined;
  /** What ends the reply badly, unless the session has a fault of its own to strike. */
  readonly fault?: FaultOrder | undefined;
  /** Virtual time at which the reply began. Default: now. */
  readonly began?: number;
  /** Called when the stream is over; the request has ended once that is done. */
  readonly last?: () => Promise<unknown>;
}

/** All that is mutable, for one test or one developer: nothing of it is seen by another session. */
export class Session {
  readonly name: string;
  readonly clock: Clock;
  readonly holds: Holds;
  /** The Meilisearch of this session: what one session changes, another does not see. */
  readonly instance: Instance;
  /** The scenario that answers unless a request names another. */
  readonly selection = new ScenarioSelection();
  /** The faults of the next requests. */
  readonly faults = new FaultQueue();
  /** The HTTP errors that answer the next requests. */
  readonly failures = new FailureQueue();
  readonly journal: Journal;
  readonly #budget: MemoryBudget;
  readonly #share: MemoryShare;
  readonly #scenarios: () => readonly Scenario[];
  readonly #emit: (event: SessionEvent) => void;
  readonly #tellsFrames: () => boolean;
  readonly #late: (ms: number) => void;
  readonly #players = new Map<Player, Recording>();
  /** Without those that play one whole body, which cannot have an error in the middle. */
  readonly #streams = new Set<Player>();
  readonly #attempts = new Map<string, number>();
  #chaos = 0;
  readonly #listeners = new Set<() => void>();
  readonly #waiting = new Set<(reason: ChatMockError) => void>();
  /** Bytes that the state of its Meilisearch takes. */
  #state = 0;
  #closed = false;
  /** Requests whose stream is over, and of which something is still to be recorded. */
  readonly #closing = new Map<() => void, Promise<void>>();
  /** How many requests are recorded and have not ended. */
  #open = 0;
  /** When it was last asked for, as `performance.now()` says it. */
  touched = 0;

  constructor(name: string, options: SessionOptions) {
    const { scenarios, workspaces = [], speed, journalLimit, budget = new MemoryBudget(), emit } = options;
    this.name = name;
    this.#budget = budget;
    this.#share = new MemoryShare(budget);
    this.#share.add(SESSION_SIZE);
    this.#scenarios = scenarios;
    this.instance = new Instance({ workspaces });
    this.#emit = emit;
    this.#tellsFrames = options.tellsFrames ?? (() => false);
    this.#late = options.late ?? (() => undefined);
    this.journal = new Journal(journalLimit, budget);
    this.clock = new Clock({ speed, names: () => stepNames(this.#inReach()) });
    this.#tellOfClock();
    this.holds = new Holds(
      () => holdNames(this.#inReach()),
      () => describeState(this.clock.state()),
    );
  }

  /** Whether a stream is open. */
  get busy(): boolean {
    return this.#players.size > 0;
  }

  /** How many requests are on their way: answers that are made, and answers that are being sent. */
  get open(): number {
    return this.#open;
  }

  /** How many streams are open. */
  get streams(): number {
    return this.#streams.size;
  }

  /** Whether it may be forgotten: no request is on its way, and no call waits. */
  get idle(): boolean {
    return this.#open === 0 && this.#waiting.size === 0;
  }

  /** Counts one more request to a scenario: 1, 2, … */
  attempt(scenario: string): number {
    const attempt = (this.#attempts.get(scenario) ?? 0) + 1;
    this.#attempts.set(scenario, attempt);
    return attempt;
  }

  /** Counts one more request that chance decides on: 1, 2, … */
  countChaos(): number {
    return ++this.#chaos;
  }

  /** Records a request that is going to be answered. */
  record(request: UnredactedRequest, kind: 'chat' | 'passed' = 'chat'): Recording {
    const recording = this.journal.record(this.name, request, kind);
    this.#open++;
    this.#budget.relieve();
    this.#emit({ type: 'request', session: this.name, request: recording.number });
    this.#changed(recording);
    return recording;
  }

  /** Begins to play a plan as the answer to a recorded request. */
  play(
    plan: Plan,
    ids: ResponseIds,
    recording: Recording,
    { host, fault, began, last }: PlayOptions = {},
  ): Player {
    recording.play(plan, ids);
    const player: Player = new Player({
      order: recording.number,
      items: plan.items,
      feed: plan.feed,
      began,
      ids,
      timeline: this.clock.timeline,
      holds: this.holds,
      fault: this.faults.take() ?? fault,
      opening: plan.mode === 'stream' && plan.feed === undefined ? RETRY : undefined,
      listener: {
        written: (upTo, at, held, late) => {
          const from = recording.sent + 1;
          recording.written(upTo, at, held);
          const { stands, speed } = this.clock.timeline;
          // Where time stands or nothing waits, a frame has no time at which it should go.
          if (!stands && speed > 0) this.#late(Math.max(0, late) / speed);
          if (this.#tellsFrames()) {
            const kinds = recording.kindsFrom(from);
            this.#emit({
              type: 'frames',
              session: this.name,
              request: recording.number,
              from,
              kinds,
              at,
              held,
            });
          }
        },
        held: (name, at) => {
          recording.heldAt = name === undefined ? undefined : { name, at };
          this.#emit({ type: 'held', session: this.name, request: recording.number, hold: name ?? null, at });
        },
        stalled: (at) => {
          recording.stalledAt = at;
          this.#emit({ type: 'stalled', session: this.name, request: recording.number, at });
        },
        ended: (ending) => {
          this.#players.delete(player);
          this.#streams.delete(player);
          if (ending.type === 'fault' && host?.cannot.includes(ending.fault) === true) {
            const note = `${host.name} cannot do the fault "${ending.fault}": its client sees that the body fails`;
            recording.warnings = [...recording.warnings, note];
          }
          const end = () => {
            recording.end(ending);
            this.#ended(recording);
          };
          if (last === undefined || ending.type === 'stopped') end();
          else this.#endAfter(last(), end);
        },
      },
    });
    recording.rest = () => player.rest;
    this.#players.set(player, recording);
    this.#emit({ type: 'answering', session: this.name, request: recording.number });
    if (plan.mode === 'stream') this.#streams.add(player);
    this.#changed(recording);
    return player;
  }

  /** Records a request that reached no route, and was answered with a 404. */
  recordLost(request: UnredactedRequest, meant: string): Recording {
    const recording = this.journal.record(this.name, request, 'no-route');
    recording.why = meant;
    recording.status = 404;
    recording.end({ type: 'done' });
    this.#budget.relieve();
    this.#emit({ type: 'unmatched', session: this.name, request: recording.number });
    return recording;
  }

  /** A request was answered without a plan. */
  answered(recording: Recording, status: number): void {
    recording.status = status;
    this.ended(recording, { type: 'done' });
  }

  /** A request has ended whose answer was not played here. */
  ended(recording: Recording, ending: Ending): void {
    recording.end(ending);
    this.#ended(recording);
  }

  /** Puts an error event into every open stream, which ends with it. */
  fail(code: FailureCode, message?: string): void {
    this.#interrupt('fail()', this.#streams, (at) => failure(code, message, at));
  }

  /** Resets the connection of every open stream. */
  drop(): void {
    this.#interrupt('drop()', new Set(this.#players.keys()), (at) => [
      { type: 'fault', fault: 'reset', at, step: undefined },
    ]);
  }

  /** What came, began to be answered or ended after a revision of the journal (0: all), once there is something. */
  async changes(after: number, options: Timed = {}): Promise<Changes> {
    await within(beginWait(options), {
      condition: () => this.journal.revision > after,
      wanted: () => 'a request that the predicate holds for',
      saw: () => describeRequests(this.journal.entries()),
      watch: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    });
    return this.journal.since(after);
  }

  /** Resolves when all is recorded of the streams that are over. */
  async settled(): Promise<void> {
    if (this.#closing.size > 0) await Promise.all(this.#closing.values());
  }

  /** Calls back when calls that wait are given up, until the returned function is called. */
  onAbandon(listener: (reason: ChatMockError) => void): () => void {
    this.#waiting.add(listener);
    return () => this.#waiting.delete(listener);
  }

  /** How many calls wait for something. */
  get waitingCalls(): number {
    return this.#waiting.size;
  }

  /** Gives up every call that waits. */
  abandon(why: string): void {
    const reason = new ChatMockError('closed', `${why} while this call waited.`);
    for (const listener of [...this.#waiting]) listener(reason);
  }

  /** As new: streams are ended, calls that wait are given up, and everything is forgotten. */
  reset(): void {
    this.stop();
    this.abandon('The session was reset');
    this.instance.reset();
    this.stateHolds(0);
    this.selection.clear();
    this.faults.clear();
    this.failures.clear();
    this.#attempts.clear();
    this.#chaos = 0;
    this.journal.reset();
    this.clock.reset();
    this.#emit({ type: 'reset', session: this.name });
  }

  /** It is forgotten, and with it what it holds. */
  close(): void {
    this.#closed = true;
    this.journal.close();
    this.#share.clear();
  }

  /** What was set in its Meilisearch takes so many bytes now. */
  stateHolds(bytes: number): void {
    if (this.#closed) return;
    this.#share.add(bytes - this.#state);
    this.#state = bytes;
    this.#budget.relieve();
  }

  /** Ends every open stream. */
  stop(): void {
    for (const player of [...this.#players.keys()]) player.stop();
    for (const end of [...this.#closing.keys()]) end();
  }

  #interrupt(verb: string, players: ReadonlySet<Player>, items: (at: number) => Item[]): void {
    if (players.size === 0) {
      const message = `${verb} needs an open stream, and nothing is streaming in this session.`;
      throw new ChatMockError('nothing-to-step', message, {
        hint: 'Hold the stream first: clock.pauseAt(…), or a `hold` step in the scenario.',
      });
    }
    for (const player of [...players]) {
      const next = items(player.elapsed);
      this.#players.get(player)?.replan(player.sent, next);
      player.interrupt(next);
    }
  }

  /** Tells when time stops, runs again, is to stop somewhere, or has another speed. */
  #tellOfClock(): void {
    const look = () => {
      const { stands, target, speed } = this.clock.timeline;
      return { paused: stands, pausingAt: target, speed };
    };
    let last = look();
    this.clock.timeline.watchClock(() => {
      const now = look();
      if (now.paused === last.paused && now.pausingAt === last.pausingAt && now.speed === last.speed) return;
      last = now;
      this.#emit({ type: 'clock', session: this.name, ...now });
    });
  }

  #inReach(): Scenario[] {
    return [...this.#scenarios(), ...this.selection.lately];
  }

  #endAfter(work: Promise<unknown>, end: () => void): void {
    const once = () => {
      if (this.#closing.delete(once)) end();
    };
    this.#closing.set(once, work.then(once, once));
  }

  #ended(recording: Recording): void {
    this.#open--;
    this.#emit({ type: 'ended', session: this.name, request: recording.number });
    this.#changed(recording);
    this.#budget.relieve();
  }

  #changed(recording: Recording): void {
    revisions++;
    this.journal.change(recording, revisions);
    for (const listener of [...this.#listeners]) listener();
  }
}

/** News of a journal, and the revision after which the next ones are. */
export interface Changes {
  readonly results: readonly JournalEntry[];
  readonly revision: number;
}

/** What happens in a session, for a log or a panel. */
export type SessionEvent =
  | {
      /** A request came, begins to be answered, or has ended; or it reached no route. */
      readonly type: 'request' | 'answering' | 'ended' | 'unmatched';
      readonly session: string;
      readonly request: number;
    }
  | { readonly type: 'reset'; readonly session: string }
  | FramesEvent
  | {
      /** A stream has come to a hold; null: it has left it. `at` is virtual ms since the reply began. */
      readonly type: 'held';
      readonly session: string;
      readonly request: number;
      readonly hold: string | null;
      readonly at: number;
    }
  | {
      readonly type: 'stalled';
      readonly session: string;
      readonly request: number;
      readonly at: number;
    }
  | ({ readonly type: 'clock'; readonly session: string } & Pick<
      ClockState,
      'paused' | 'pausingAt' | 'speed'
    >);

/** Frames of a stream were written: `from` is the number of the first one, `at` virtual ms since the reply began. */
export interface FramesEvent {
  readonly type: 'frames';
  readonly session: string;
  readonly request: number;
  readonly from: number;
  readonly kinds: readonly FrameKind[];
  readonly at: number;
  /** How many of these ms the stream had waited at holds. */
  readonly held: number;
}
