import { ChatMockError } from '../error.ts';
import type { ClockState, PauseTarget } from '../playback/clock-state.ts';
import { beginWait, remaining, type Timed, timedOut } from '../playback/waiting.ts';
import { describeRequests } from '../session/describe-requests.ts';
import type { FaultOptions } from '../session/fault-queue.ts';
import type { JournalEntry } from '../session/journal.ts';
import { DEFAULT_SESSION } from '../session/names.ts';
import type { UseOptions } from '../session/selection.ts';
import type { ChatMock, ClockControl, HoldsControl, ScenarioLike } from './chat-mock.ts';
import type { CallOptions, Transport } from './transport.ts';
import type { Listing, RequestChanges } from './wire.ts';

/** The longest that one request waits for news, in ms: what lies between may cut a connection that is silent for longer. */
const LONGEST_POLL = 25_000;

/** The verbs of one session, over HTTP. */
export class RemoteSession implements ChatMock {
  readonly name: string;
  readonly url: string;
  readonly clock: ClockControl;
  readonly holds: HoldsControl;
  // Not #private, as in a SessionHandle: a fixture may put verbs of its own on it.
  protected readonly channel: Channel;

  constructor(transport: Transport, session: string | undefined) {
    this.name = session ?? DEFAULT_SESSION;
    this.url = session === undefined ? transport.base : `${transport.base}/@${encodeURIComponent(session)}`;
    this.channel = new Channel(transport, session);
    this.clock = new RemoteClock(this.channel);
    this.holds = new RemoteHolds(this.channel);
  }

  use(scenario: ScenarioLike, options: UseOptions = {}): Promise<void> {
    const what = typeof scenario === 'string' ? { name: scenario } : { scenario: built(scenario) };
    // JSON has no infinity, and it is the default.
    const times = options.times === Number.POSITIVE_INFINITY ? undefined : options.times;
    return this.channel.call('PUT', 'scenario', { body: { ...what, times } });
  }

  fault(options: FaultOptions): Promise<void> {
    const times = options.times === Number.POSITIVE_INFINITY ? Number.MAX_SAFE_INTEGER : options.times;
    return this.channel.call('POST', 'faults', { body: { ...options, times } });
  }

  fail(code: string, message?: string): Promise<void> {
    return this.channel.call('POST', 'fail', { body: { code, message } });
  }

  drop(): Promise<void> {
    return this.channel.call('POST', 'drop');
  }

  requests(): Promise<JournalEntry[]> {
    return this.channel.list('requests');
  }

  async lastRequest(): Promise<JournalEntry | undefined> {
    const [last] = await this.channel.list<JournalEntry>('requests?last=1');
    return last;
  }

  async waitForRequest(
    predicate: (entry: JournalEntry) => boolean = () => true,
    options?: Timed,
  ): Promise<JournalEntry> {
    const wait = beginWait({ timeout: this.channel.timeout, ...options });
    for (let after = 0; ; ) {
      const timeout = Math.min(LONGEST_POLL, remaining(wait));
      const changes = await this.channel.changes(after, { timeout, signal: wait.signal });
      const found = changes?.results.find(predicate);
      if (found !== undefined) return found;
      if (remaining(wait) === 0) {
        throw timedOut(
          wait,
          'a request that the predicate holds for',
          describeRequests(await this.requests()),
        );
      }
      after = changes?.revision ?? after;
    }
  }

  unmatched(): Promise<JournalEntry[]> {
    return this.channel.list('requests/unmatched');
  }

  clearRequests(): Promise<void> {
    return this.channel.call('DELETE', 'requests');
  }

  reset(): Promise<void> {
    return this.channel.call('POST', 'reset');
  }

  hold(name: string): ReturnType<ChatMock['hold']> {
    return {
      reached: (options) => this.holds.reached(name, options),
      release: (options) => this.holds.release(name, options),
    };
  }
}

class RemoteClock implements ClockControl {
  readonly #channel: Channel;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  state(): Promise<ClockState> {
    return this.#channel.call('GET', 'clock');
  }

  pauseAt(target: PauseTarget): Promise<void> {
    return this.#channel.call('POST', 'clock/pauseAt', { body: { target: numeric(target) } });
  }

  paused(timed: Timed = {}): Promise<ClockState> {
    return this.#channel.call('POST', 'clock/paused', { timed });
  }

  next(count?: number, timed: Timed = {}): Promise<ClockState> {
    return this.#channel.call('POST', 'clock/next', { body: { count: numeric(count) }, timed });
  }

  runFor(ms: number, timed: Timed = {}): Promise<ClockState> {
    return this.#channel.call('POST', 'clock/runFor', { body: { ms: numeric(ms) }, timed });
  }

  pause(): Promise<void> {
    return this.#channel.call('POST', 'clock/pause');
  }

  resume(): Promise<void> {
    return this.#channel.call('POST', 'clock/resume');
  }

  setSpeed(speed: number): Promise<void> {
    return this.#channel.call('POST', 'clock/speed', { body: { speed: numeric(speed) } });
  }
}

class RemoteHolds implements HoldsControl {
  readonly #channel: Channel;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  names(): Promise<string[]> {
    return this.#channel.list('holds');
  }

  reached(name: string, timed: Timed = {}): Promise<void> {
    return this.#channel.call('POST', `holds/${encodeURIComponent(name)}/reached`, { timed });
  }

  release(name: string, timed: Timed = {}): Promise<void> {
    return this.#channel.call('POST', `holds/${encodeURIComponent(name)}/release`, { timed });
  }
}

/** The control API as one session has it. */
class Channel {
  readonly #transport: Transport;
  readonly #session: string | undefined;

  constructor(transport: Transport, session: string | undefined) {
    this.#transport = transport;
    this.#session = session;
  }

  get timeout(): number {
    return this.#transport.timeout;
  }

  call<T>(method: string, path: string, options?: CallOptions): Promise<T> {
    return this.#transport.call(this.#session, method, path, options);
  }

  async list<T>(path: string): Promise<T[]> {
    const { results } = await this.call<Listing<T>>('GET', path);
    return [...results];
  }

  /** What happened after a revision; undefined: nothing in this time. */
  async changes(after: number, timed: Timed): Promise<RequestChanges | undefined> {
    try {
      return await this.call('GET', `requests/wait?after=${after}&timeout=${timed.timeout}`, { timed });
    } catch (error) {
      if (error instanceof ChatMockError && error.code === 'timeout') return undefined;
      throw error;
    }
  }
}

function built(scenario: Exclude<ScenarioLike, string>) {
  return 'build' in scenario && typeof scenario.build === 'function' ? scenario.build() : scenario;
}

/** JSON has no NaN and no infinity: they go as text, and are refused as what they are. */
function numeric<T>(value: T): T | string {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
