import type { RequestOverview } from '../../control/overview.ts';
import type { SessionSummary } from '../../control/views.ts';
import type { ScenarioSummary } from '../../control/wire.ts';
import type { ClockState } from '../../playback/clock-state.ts';
import type { Problem } from '../../scenario/problems/problem.ts';
import { DEFAULT_SESSION } from '../../session/names.ts';
import type { PanelEvent, PanelTransport } from '../transport.ts';
import { Row } from './row.ts';
import { ChangeTopic } from './topic.ts';

export type PanelClock = Pick<ClockState, 'paused' | 'pausingAt' | 'speed'>;

/** How many requests are fetched when the panel opens, and are kept. */
const MOST_ROWS = 600;
const NOTHING = { scenario: null, times: null, fault: null };
/** For how long requests are collected that have changed, in ms. */
const COLLECTED = 40;

/** What the panel knows of its mock, kept up to date by events. Parts that change have a topic each. */
export class PanelStore {
  readonly rows = new Map<number, Row>();
  readonly sessions = new Map<string, { streams: number }>();
  scenarios: readonly ScenarioSummary[] = [];
  problems: readonly Problem[] = [];
  /** What the next requests get, whatever they ask: a scenario that was picked, an error or a fault. */
  inForce: Pick<SessionSummary, 'scenario' | 'times' | 'fault'> = NOTHING;
  clock: PanelClock = { paused: false, pausingAt: undefined, speed: 1 };
  /** How often time has stopped. */
  stops = 0;
  /** What the names of scenario files are relative to; undefined: there are no files. */
  folder: string | undefined;
  connected = false;
  /** Whether the first answer of the mock is there. */
  ready = false;
  /** Which requests there are, and what is known of them but for their frames. */
  readonly list = new ChangeTopic();
  /** Their frames. */
  readonly ticks = new ChangeTopic();
  readonly clocks = new ChangeTopic();
  readonly gallery = new ChangeTopic();
  readonly people = new ChangeTopic();
  readonly #root: PanelTransport;
  #transport: PanelTransport;
  #session: string;
  readonly #stale = new Set<number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unwatch: () => void = () => undefined;

  constructor(transport: PanelTransport, session = DEFAULT_SESSION) {
    this.#root = transport;
    this.#session = session;
    this.#transport = transport.session?.(session) ?? transport;
  }

  get session(): string {
    return this.#session;
  }

  get transport(): PanelTransport {
    return this.#transport;
  }

  /** The latest first. */
  get latest(): Row[] {
    return [...this.rows.values()].sort((a, b) => b.number - a.number);
  }

  get live(): Row[] {
    return [...this.rows.values()].filter((row) => row.live);
  }

  start(): void {
    this.#unwatch = this.#root.watch((event) => this.#on(event));
    void this.refresh();
  }

  stop(): void {
    this.#unwatch();
    clearTimeout(this.#timer);
  }

  call<Result>(route: string, input?: Record<string, unknown>): Promise<Result> {
    // The mock gives its answers the types of its table.
    return this.#transport.call(route, input) as Promise<Result>;
  }

  use(session: string): void {
    if (session === this.#session) return;
    this.#session = session;
    this.#transport = this.#root.session?.(session) ?? this.#root;
    this.rows.clear();
    this.#stale.clear();
    this.#tellAll();
    void this.refresh();
  }

  /** Asks for everything. */
  async refresh(): Promise<void> {
    const asked = this.#session;
    await Promise.all([
      this.#fetch<RequestOverview[]>('GET /requests/overview', { last: MOST_ROWS }, (all) => {
        if (asked !== this.#session) return;
        for (const number of this.rows.keys()) {
          if (!all.some((one) => one.number === number)) this.rows.delete(number);
        }
        for (const about of all) this.#row(about.number).update(about);
      }),
      this.#fetch<{ folder?: string }>('GET /health', {}, ({ folder }) => {
        this.folder = folder;
      }),
      this.#fetch<ClockState>('GET /clock', {}, (clock) => this.#setClock(clock)),
      this.refreshSessions(),
      this.refreshGallery(),
    ]);
    this.ready = true;
    this.#tellAll();
  }

  /** Which sessions there are, and what is in force in this one. */
  async refreshSessions(): Promise<void> {
    await this.#fetch<SessionSummary[]>('GET /sessions', {}, (all) => {
      this.sessions.clear();
      for (const { name, streams } of all) this.sessions.set(name, { streams });
      this.inForce = all.find(({ name }) => name === this.#session) ?? NOTHING;
      this.people.change();
    });
  }

  async refreshGallery(): Promise<void> {
    await this.#fetch<ScenarioSummary[]>('GET /scenarios', {}, (all) => {
      this.scenarios = all;
    });
    await this.#fetch<Problem[]>('GET /problems', {}, (all) => {
      this.problems = all;
    });
    this.gallery.change();
  }

  /** A mock that does not have a route, or is not there, leaves what is known as it is. */
  async #fetch<Result>(route: string, input: Record<string, unknown>, take: (result: Result) => void) {
    const result = await this.call<Result>(route, input).catch(() => undefined);
    if (result !== undefined) take(result);
  }

  #on(event: PanelEvent): void {
    if (event.type === 'connection') {
      if (event.open && !this.connected) void this.refresh();
      this.connected = event.open;
      this.people.change();
      return;
    }
    if (event.type === 'scenarios') {
      void this.refreshGallery();
      return;
    }
    this.#count(event);
    if (event.session === this.#session) this.#apply(event);
  }

  #count(event: Extract<PanelEvent, { session: string }>): void {
    if (event.type === 'frames' || event.type === 'held' || event.type === 'stalled') return;
    const known = this.sessions.get(event.session) ?? { streams: 0 };
    if (event.type === 'request') known.streams++;
    if (event.type === 'ended') known.streams = Math.max(0, known.streams - 1);
    this.sessions.set(event.session, known);
    if (event.type === 'reset') {
      known.streams = 0;
      if (event.session !== DEFAULT_SESSION) this.sessions.delete(event.session);
    }
    this.people.change();
  }

  #apply(event: Extract<PanelEvent, { session: string }>): void {
    switch (event.type) {
      case 'reset':
        this.rows.clear();
        this.#tellAll();
        void this.refreshGallery();
        break;
      case 'clock':
        this.#setClock(event);
        break;
      case 'frames':
        this.#row(event.request).frames(event);
        break;
      case 'held':
        this.#row(event.request).held(event.hold, event.at);
        this.list.change();
        this.clocks.change();
        break;
      case 'stalled':
        this.#row(event.request).stalled(event.at);
        this.list.change();
        break;
      default:
        if (event.type === 'answering') this.#row(event.request).begin();
        this.#row(event.request);
        this.#outdated(event.request);
    }
    this.ticks.change();
  }

  #setClock({ paused, pausingAt, speed }: PanelClock): void {
    const now = performance.now();
    for (const row of this.live) row.settle(now, this.clock);
    if (paused && !this.clock.paused) this.stops++;
    this.clock = { paused, pausingAt, speed };
    this.clocks.change();
  }

  #row(number: number): Row {
    const known = this.rows.get(number);
    if (known !== undefined) return known;
    const row = new Row(number);
    this.rows.set(number, row);
    if (this.rows.size > MOST_ROWS) this.rows.delete(Math.min(...this.rows.keys()));
    this.list.change();
    return row;
  }

  #outdated(number: number): void {
    this.#stale.add(number);
    this.#timer ??= setTimeout(() => void this.#refreshRows(), COLLECTED);
  }

  async #refreshRows(): Promise<void> {
    const numbers = [...this.#stale].join(',');
    this.#stale.clear();
    const asked = this.#session;
    await this.#fetch<RequestOverview[]>('GET /requests/overview', { numbers }, (all) => {
      if (asked !== this.#session) return;
      for (const about of all) this.rows.get(about.number)?.update(about);
      this.list.change();
      this.ticks.change();
      this.clocks.change();
    });
    // A failure of the next request is over with it.
    if (this.inForce.scenario !== null || this.inForce.fault !== null) await this.refreshSessions();
    this.#timer = this.#stale.size > 0 ? setTimeout(() => void this.#refreshRows(), COLLECTED) : undefined;
  }

  #tellAll(): void {
    for (const topic of [this.list, this.ticks, this.clocks, this.gallery, this.people]) topic.change();
  }
}
