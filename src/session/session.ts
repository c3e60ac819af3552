import { ChatMockError } from '../error.ts';
import { Clock, describeState } from '../playback/clock.ts';
import { Holds } from '../playback/holds.ts';
import { type FaultOrder, Player } from '../playback/player.ts';
import { beginWait, type Timed, type Wait, within } from '../playback/waiting.ts';
import { DONE } from '../reply/sse.ts';
import { FAULTS, type Fault, FRAME_KINDS, type Plan, type PlannedItem, type Stamp } from '../reply/types.ts';
import { meiliError } from '../request/errors.ts';
import { didYouMean } from '../scenario/did-you-mean.ts';
import { ERROR_CODES, type ErrorCode } from '../scenario/error-codes.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Outcome, ScenarioInput, Step } from '../scenario/schema.ts';
import { describeRequests } from './describe-requests.ts';
import { Journal, type JournalEntry, type RecordedRequest, type Recording } from './journal.ts';

/** How often something is used: every time, unless `times` says so. */
export interface UseOptions {
  /** How many requests it answers; then the one used before answers again. */
  readonly times?: number;
}

/** A fault for requests to come. */
export interface FaultOptions {
  readonly fault: Fault;
  /** Strikes once exactly so many frames have been sent. Default 0: before the first. */
  readonly after?: number;
  /** How many requests it strikes. Default 1. */
  readonly times?: number;
}

/** How many scenarios a session remembers the names of, when they are no longer in force. */
const SCENARIOS_KEPT = 100;

/**
 * Counts the changes of all sessions: so a place in one session's history is never taken for a place in
 * that of a later one of the same name.
 */
let revisions = 0;

/** All that is mutable, for one test or one developer: nothing of it is seen by another session. */
export class Session {
  readonly name: string;
  readonly clock: Clock;
  readonly holds: Holds;
  readonly #journal: Journal;
  readonly #scenarios: () => readonly Scenario[];
  readonly #emit: (event: SessionEvent) => void;
  readonly #players = new Map<Player, Recording>();
  /** Those of the players that stream: a body that is one whole cannot have an error in the middle. */
  readonly #streams = new Set<Player>();
  readonly #attempts = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  readonly #waiting = new Set<(reason: ChatMockError) => void>();
  /** What `use` was given lately: a stream that plays it may be on its way to a hold when another is in force. */
  #usedLately: readonly Scenario[] = [];
  #used: { scenario: Scenario; left: number }[] = [];
  #faults: { readonly order: FaultOrder; left: number }[] = [];
  /** Real ms at which it was last asked for. */
  touched = 0;

  constructor(
    name: string,
    options: {
      readonly scenarios: () => readonly Scenario[];
      readonly speed: number;
      readonly journalLimit: number;
      readonly emit: (event: SessionEvent) => void;
    },
  ) {
    this.name = name;
    this.#scenarios = options.scenarios;
    this.#emit = options.emit;
    this.#journal = new Journal(options.journalLimit);
    this.clock = new Clock({ speed: options.speed, names: () => stepNames(this.#inReach()) });
    this.holds = new Holds(
      () => holdNames(this.#inReach()),
      () => describeState(this.clock.state()),
    );
  }

  /** Whether a stream is open. */
  get busy(): boolean {
    return this.#players.size > 0;
  }

  /**
   * From now on this scenario answers, unless a request names another.
   *
   * @throws ChatMockError `invalid-option`
   */
  use(scenario: Scenario, options: UseOptions = {}): void {
    const { times = Number.POSITIVE_INFINITY } = options;
    mustCount('use()', 'times', times, 1);
    if (times === Number.POSITIVE_INFINITY) this.#used = [];
    this.#used.push({ scenario, left: times });
    this.#usedLately = [...this.#usedLately.filter((one) => one !== scenario), scenario].slice(
      -SCENARIOS_KEPT,
    );
  }

  /** Scenarios were loaded again: those in force that come from a file are the new ones from now on. */
  renew(scenarios: readonly Scenario[]): void {
    const fresh = new Map(scenarios.map((scenario) => [scenario.name, scenario]));
    for (const use of this.#used) {
      if (use.scenario.file !== undefined) use.scenario = fresh.get(use.scenario.name) ?? use.scenario;
    }
  }

  /** No scenario is in force: each request gets the one that matches. */
  useNone(): void {
    this.#used = [];
  }

  /** The scenario that `use` put in force, counting one use. The latest goes first. */
  takeUsed(): Scenario | undefined {
    const last = this.#used.at(-1);
    if (last === undefined) return undefined;
    last.left--;
    if (last.left <= 0) this.#used.pop();
    return last.scenario;
  }

  /** The name of the scenario in force, if `use` put one there. */
  get used(): string | undefined {
    return this.#used.at(-1)?.scenario.name;
  }

  /**
   * The next requests fail so.
   *
   * @throws ChatMockError `invalid-option`
   */
  fault(options: FaultOptions): void {
    const { fault, after = 0, times = 1 } = options;
    if (!FAULTS.includes(fault)) {
      throw new ChatMockError('invalid-option', `There is no fault "${fault}".`, {
        hint: `${didYouMean(String(fault), FAULTS)} The faults are: ${FAULTS.join(', ')}.`.trim(),
      });
    }
    mustCount('fault()', 'after', after, 0);
    mustCount('fault()', 'times', times, 1);
    this.#faults.push({ order: { fault, after }, left: times });
  }

  /** Counts one more request to a scenario: 1, 2, … */
  attempt(scenario: string): number {
    const attempt = (this.#attempts.get(scenario) ?? 0) + 1;
    this.#attempts.set(scenario, attempt);
    return attempt;
  }

  record(request: RecordedRequest): Recording {
    const recording = this.#journal.record(this.name, request);
    this.#emit({ type: 'request', session: this.name, request: recording.number });
    this.#changed(recording);
    return recording;
  }

  /** Begins to play a plan as the answer to a recorded request. */
  play(plan: Plan, stamp: Stamp, recording: Recording): Player {
    recording.play(plan, stamp);
    const player: Player = new Player({
      order: recording.number,
      items: plan.items,
      stamp,
      clock: this.clock,
      holds: this.holds,
      fault: this.#takeFault(),
      listener: {
        written: (upTo, at, held) => recording.written(upTo, at, held),
        ended: (ending) => {
          this.#players.delete(player);
          this.#streams.delete(player);
          recording.end(ending);
          this.#ended(recording);
        },
      },
    });
    this.#players.set(player, recording);
    if (plan.mode === 'stream') this.#streams.add(player);
    this.#changed(recording);
    return player;
  }

  /** A request was answered without a plan. */
  answered(recording: Recording, status: number): void {
    recording.status = status;
    recording.end({ type: 'done' });
    this.#ended(recording);
  }

  /** Puts an error event into every open stream, which ends with it. `code` is Meilisearch's, or a provider's. */
  fail(code: ErrorCode | (string & {}), message?: string): void {
    const { type, code: said, message: text } = errorOf(code, message);
    this.#interrupt('fail()', this.#streams, (at) => [
      frame('error', at, (stamp) => {
        const event = {
          event_id: stamp.uuid(-1),
          type: 'error',
          error: { type, code: said, message: text, param: null, event_id: null },
        };
        return `data: ${JSON.stringify(event)}\n\n`;
      }),
      frame('done', at, () => DONE),
    ]);
  }

  /** Resets the connection of every open stream. */
  drop(): void {
    this.#interrupt('drop()', new Set(this.#players.keys()), (at) => [
      { type: 'fault', fault: 'reset', at, step: undefined },
    ]);
  }

  requests(): JournalEntry[] {
    return this.#journal.entries();
  }

  /** One request by its number, if it is remembered. */
  request(number: number): Recording | undefined {
    return this.#journal.find(number);
  }

  unmatched(): JournalEntry[] {
    return this.#journal.unmatched();
  }

  lastRequest(): JournalEntry | undefined {
    return this.#journal.entries().at(-1);
  }

  /**
   * Resolves with the first request, recorded already or to come, that the predicate holds for. It is
   * asked when a request comes, when its answer begins and when that ends.
   *
   * @throws ChatMockError `timeout`
   */
  async waitForRequest(
    predicate: (entry: JournalEntry) => boolean = () => true,
    options: Timed = {},
  ): Promise<JournalEntry> {
    const wait = beginWait(options);
    for (let after = 0; ; ) {
      const changes = await this.#changes(after, wait);
      const found = changes.entries.find(predicate);
      if (found !== undefined) return found;
      after = changes.revision;
    }
  }

  /**
   * The requests that came, began to be answered or ended after a revision of the journal (0: all), as
   * soon as there is one; and the revision that they make.
   *
   * @throws ChatMockError `timeout`
   */
  changes(after: number, options: Timed = {}): Promise<Changes> {
    return this.#changes(after, beginWait(options));
  }

  clearRequests(): void {
    this.#journal.clear();
  }

  /** Calls back when whoever waits for something here waits in vain, until the returned function is called. */
  onAbandon(listener: (reason: ChatMockError) => void): () => void {
    this.#waiting.add(listener);
    return () => this.#waiting.delete(listener);
  }

  /** How many calls wait for something. */
  get waitingCalls(): number {
    return this.#waiting.size;
  }

  /** Whoever waits for something here waits in vain. */
  abandon(why: string): void {
    const reason = new ChatMockError('closed', `${why} while this call waited.`);
    for (const listener of [...this.#waiting]) listener(reason);
  }

  /** As new: streams are ended, calls that wait are given up, and everything is forgotten. */
  reset(): void {
    this.stop();
    this.abandon('The session was reset');
    this.#used = [];
    this.#usedLately = [];
    this.#faults = [];
    this.#attempts.clear();
    this.#journal.clear();
    this.clock.reset();
    this.#emit({ type: 'reset', session: this.name });
  }

  /** Ends every open stream. */
  stop(): void {
    for (const player of [...this.#players.keys()]) player.stop();
  }

  #interrupt(verb: string, players: ReadonlySet<Player>, items: (at: number) => PlannedItem[]): void {
    if (players.size === 0) {
      throw new ChatMockError(
        'nothing-to-step',
        `${verb} needs an open stream, and nothing is streaming in this session.`,
        {
          hint: 'Hold the stream first: clock.pauseAt(…), or a `hold` step in the scenario.',
        },
      );
    }
    for (const player of [...players]) {
      const next = items(player.elapsed);
      this.#players.get(player)?.replan(player.sent, next);
      player.interrupt(next);
    }
  }

  async #changes(after: number, wait: Wait): Promise<Changes> {
    await within(wait, {
      condition: () => this.#journal.revision > after,
      wanted: () => 'a request that the predicate holds for',
      saw: () => describeRequests(this.#journal.entries()),
      watch: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    });
    return { entries: this.#journal.since(after), revision: this.#journal.revision };
  }

  #takeFault(): FaultOrder | undefined {
    const [first] = this.#faults;
    if (first === undefined) return undefined;
    first.left--;
    if (first.left <= 0) this.#faults.shift();
    return first.order;
  }

  #inReach(): Scenario[] {
    return [...this.#scenarios(), ...this.#usedLately];
  }

  #ended(recording: Recording): void {
    this.#emit({ type: 'ended', session: this.name, request: recording.number });
    this.#changed(recording);
  }

  #changed(recording: Recording): void {
    revisions++;
    this.#journal.change(recording, revisions);
    for (const listener of [...this.#listeners]) listener();
  }
}

/** What came to a journal. */
export interface Changes {
  readonly entries: readonly JournalEntry[];
  readonly revision: number;
}

/** What happens in a session, for whoever watches: a log, a panel. */
export type SessionEvent =
  | { readonly type: 'request' | 'ended'; readonly session: string; readonly request: number }
  | { readonly type: 'reset'; readonly session: string };

function frame(kind: 'error' | 'done', at: number, render: (stamp: Stamp) => string): PlannedItem {
  return { type: 'frame', kind, at, step: undefined, path: [], spec: () => undefined, render };
}

function errorOf(code: string, message: string | undefined) {
  const known = ERROR_CODES.find((one) => one === code);
  if (known === undefined)
    return { type: 'server_error', code, message: message ?? `The model failed: ${code}.` };
  const { status, body } = meiliError(known, message);
  return { type: 'response_error', code: String(status), message: body.message };
}

function mustCount(verb: string, option: string, value: number, least: number): void {
  if (value >= least && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY)) return;
  throw new ChatMockError(
    'invalid-option',
    `${verb} takes \`${option}\` as a whole number of ${least} or more, and got ${value}.`,
  );
}

function allSteps(scenarios: readonly Scenario[]): Step[] {
  return scenarios.flatMap(({ input }) => stepsOf(input));
}

function stepsOf(input: ScenarioInput): Step[] {
  const outcomes: Outcome[] = [...(input.turns ?? []), ...(input.attempts ?? [])];
  const inner = outcomes.flatMap((outcome) => {
    if (Array.isArray(outcome)) return outcome;
    return 'reply' in outcome ? outcome.reply : [];
  });
  return [...(input.reply ?? []), ...inner];
}

function stepNames(scenarios: readonly Scenario[]): ReadonlySet<string> {
  const ids = allSteps(scenarios).flatMap(({ id }) => (id === undefined ? [] : [id]));
  return new Set([...FRAME_KINDS, 'hold', 'fault', ...ids]);
}

function holdNames(scenarios: readonly Scenario[]): ReadonlySet<string> {
  return new Set(allSteps(scenarios).flatMap((step) => ('hold' in step ? [step.hold] : [])));
}
