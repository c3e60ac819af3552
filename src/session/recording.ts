import type { Violation } from '../plan/prover.ts';
import { sizeOf } from '../plan/size.ts';
import type { Plan } from '../plan/types.ts';
import type { Feed, FrameKind, Item, ResponseIds } from '../playback/item.ts';
import type { Ending } from '../playback/player.ts';
import { type Cut, cutText } from './cut.ts';
import { FrameTimes } from './frame-times.ts';
import { MemoryBudget, type MemoryHolder, MemoryShare } from './memory-budget.ts';
import { type RecordedRequest, redact, redactText, type UnredactedRequest } from './redact.ts';

/** One frame as it went out. Times are virtual ms since the reply began. */
export interface JournalFrame {
  /** From 1, after the opening `retry` line. */
  readonly number: number;
  readonly kind: FrameKind;
  readonly step: string | undefined;
  readonly due: number;
  readonly written: number;
  /** The text that was sent; the first 64 KB of a longer one. */
  readonly data: string;
  /** Of a text that is longer. */
  readonly cut?: Cut;
}

/** How a request ended: `left` says after which frame its client left. */
export type JournalEnding =
  | Exclude<Ending, { type: 'left' }>
  | { readonly type: 'left'; readonly after: number };

/** What a recorded request is. */
export type RequestKind = 'chat' | 'no-route' | 'passed';

/** A frame that is planned and not written yet, a hold or a fault: what comes next in a stream. */
export interface PlannedItem {
  /** The kind of a frame, `hold` or `fault`. */
  readonly kind: string;
  /** Virtual ms since the reply began, without holds. */
  readonly at: number;
  /** The id of its step, the name of the hold, or the fault. */
  readonly name: string | undefined;
}

/** All that is known of one request. */
export interface JournalEntry {
  /**
   * `no-route`: the mock has nothing at its path, and answered as the real server does; `passed`: it went on to the server of
   * `proxy`, and nothing of its bodies is kept. Else a chat request.
   */
  readonly kind: RequestKind;
  /** From 1, in the order in which the session's requests came. */
  readonly number: number;
  readonly session: string;
  /** ISO 8601. */
  readonly time: string;
  readonly request: RecordedRequest;
  readonly workspace: string | undefined;
  /** The scenario that answered; null: none did. */
  readonly scenario: string | null;
  /** Why that one was chosen, or why the nearest was not; where there is no route, what was probably meant. */
  readonly why: string;
  /** The server that it went on to; undefined: the mock answered. */
  readonly upstream: string | undefined;
  /** The HTTP status; undefined while none has been sent. */
  readonly status: number | undefined;
  readonly warnings: readonly string[];
  readonly violations: readonly Violation[];
  readonly frames: readonly JournalFrame[];
  /** Undefined while the answer goes on. */
  readonly ending: JournalEnding | undefined;
  /** What was forgotten of it, and why: the oldest entries give way when memory is short. Undefined: nothing. */
  readonly dropped: string | undefined;
}

/** About what a recording takes besides what it can forget, in bytes. */
const RECORDING_SIZE = 1000;

/** One request being recorded. Frames are kept as times and made up again from their plan when they are read. */
export class Recording implements MemoryHolder {
  readonly number: number;
  readonly session: string;
  kind: RequestKind = 'chat';
  readonly time = new Date();
  readonly #budget: MemoryBudget;
  readonly #share: MemoryShare;
  #received: UnredactedRequest;
  #shown: RecordedRequest | undefined;
  #written = new FrameTimes();
  #forgotten = false;
  #items: readonly Item[] = [];
  #ids: ResponseIds | undefined;
  #feed: Feed | undefined;
  /** The frames of the plan, kept while somebody is told of each. */
  #frames: readonly FrameItem[] | undefined;
  /** The hold that its stream waits at, and since when, in virtual ms of the reply. */
  heldAt: { readonly name: string; readonly at: number } | undefined;
  /** When its stream stalled, in virtual ms of the reply. */
  stalledAt: number | undefined;
  /** What its player has not handed out yet. */
  rest: () => readonly Item[] = () => [];
  workspace: string | undefined;
  scenario: string | null = null;
  /** Whether a chat request found no scenario. */
  unmatched = false;
  upstream: string | undefined;
  why = '';
  status: number | undefined;
  warnings: readonly string[] = [];
  violations: readonly Violation[] = [];
  ending: JournalEnding | undefined;
  /** The revision of the journal in which it changed last. */
  revision = 0;
  dropped: string | undefined;

  constructor(number: number, session: string, received: UnredactedRequest, budget = new MemoryBudget()) {
    this.number = number;
    this.session = session;
    this.#received = received;
    this.#budget = budget;
    this.#share = new MemoryShare(budget);
    const { path, headers, body } = received;
    this.#share.add(RECORDING_SIZE + sizeOf([path, headers]) + sizeOf(body));
  }

  get method(): string {
    return this.#received.method;
  }

  /** Without credentials. */
  get path(): string {
    return redactText(this.#received.path);
  }

  /** Looked through for credentials when it is first read. */
  get request(): RecordedRequest {
    this.#shown ??= redact(this.#received);
    return this.#shown;
  }

  /** What else is known of this request, as it may be shown. */
  redacted(more: Pick<UnredactedRequest, 'headers' | 'body'>): RecordedRequest {
    return redact({ ...more, method: this.method, path: '' });
  }

  /** How many frames have been written. */
  get sent(): number {
    return this.#written.length;
  }

  /** Whether the answer is a stream. */
  get streams(): boolean {
    return this.#items.some((item) => item.type !== 'frame' || item.kind !== 'body');
  }

  play(plan: Plan, ids: ResponseIds): void {
    this.#items = plan.items;
    this.#feed = plan.feed;
    this.#ids = ids;
    this.#share.hold(plan);
    this.status = plan.status;
  }

  /** What is left after `sent` frames is replaced. */
  replan(sent: number, items: readonly Item[]): void {
    this.#items = [...framesIn(this.#items).slice(0, sent), ...items];
    this.#frames = undefined;
  }

  /** Frames up to this number are written, at this virtual ms; `held` ms of them were spent at holds. */
  written(upTo: number, at: number, held: number): void {
    while (this.#written.length < upTo) this.#written.push(at, held);
  }

  /** The kinds of the frames that are written, from this number on. */
  kindsFrom(number: number): FrameKind[] {
    // Of a stream whose end nobody knows, more have come.
    if (this.#frames === undefined || this.#frames.length < this.#written.length) {
      this.#frames = framesIn(this.#items);
    }
    return this.#frames.slice(number - 1, this.#written.length).map(({ kind }) => kind);
  }

  /** When its frames were written, without what they say. */
  marks(): { readonly kind: FrameKind; readonly at: number; readonly held: number }[] {
    const frames = framesIn(this.#items).slice(0, this.#written.length);
    return frames.map(({ kind }, index) => ({ kind, ...this.#written.at(index) }));
  }

  /** What an open stream has still to play. */
  planned(): PlannedItem[] {
    return this.ending === undefined ? this.rest().map(plannedItem) : [];
  }

  end(ending: Ending): void {
    this.ending = ending.type === 'left' ? { type: 'left', after: this.#written.length } : ending;
    this.rest = () => [];
    this.#frames = undefined;
    const came = this.#feed?.size ?? 0;
    this.#feed = undefined;
    this.#share.add(this.#written.size + sizeOf([this.warnings, this.violations]) + came);
    if (this.#forgotten) this.#share.clear();
    else this.#budget.offer(this);
  }

  giveUp(): void {
    const { method, path } = this;
    const what = `headers, body, violations and ${this.sent} frames`;
    this.dropped = `${what}: more than the ${this.#budget.limit / 1e6} MB of \`memory\` were held`;
    this.#received = { method, path, headers: {}, body: null };
    this.#shown = undefined;
    this.violations = [];
    this.#items = [];
    this.#ids = undefined;
    this.#written = new FrameTimes();
    this.#share.clear();
    this.#share.add(RECORDING_SIZE + sizeOf([this.#received, this.warnings]));
  }

  /** It is no longer in the journal. What its answer needs stays until that has ended. */
  forget(): void {
    this.#forgotten = true;
    this.#budget.withdraw(this);
    if (this.ending !== undefined) this.#share.clear();
  }

  /** As it is now. Its frames are made when they are first looked at. */
  entry(): JournalEntry {
    const [items, ids, times, count] = [this.#items, this.#ids, this.#written, this.#written.length];
    let frames: readonly JournalFrame[] | undefined;
    return {
      kind: this.kind,
      number: this.number,
      session: this.session,
      time: this.time.toISOString(),
      request: this.request,
      workspace: this.workspace,
      scenario: this.scenario,
      why: this.why,
      upstream: this.upstream,
      status: this.status,
      warnings: this.warnings,
      violations: this.violations,
      get frames() {
        frames ??= ids === undefined ? [] : framesOf(items, ids, times, count);
        return frames;
      },
      ending: this.ending,
      dropped: this.dropped,
    };
  }
}

type FrameItem = Extract<Item, { type: 'frame' }>;

const framesIn = (items: readonly Item[]): FrameItem[] => items.filter((item) => item.type === 'frame');

/** What an item of a plan is, apart from what it says. */
export function plannedItem(item: Item): PlannedItem {
  if (item.type === 'hold') return { kind: 'hold', at: item.at, name: item.name };
  if (item.type === 'fault') return { kind: 'fault', at: item.at, name: item.fault };
  return { kind: item.kind, at: item.at, name: item.step };
}

function framesOf(
  items: readonly Item[],
  ids: ResponseIds,
  times: FrameTimes,
  count: number,
): JournalFrame[] {
  return framesIn(items)
    .slice(0, count)
    .map((item, index) => {
      const { text, ...cut } = cutText(item.render(ids));
      const { at, held } = times.at(index);
      return {
        number: index + 1,
        kind: item.kind,
        step: item.step,
        due: item.at + held,
        written: at,
        data: text,
        ...cut,
      };
    });
}
