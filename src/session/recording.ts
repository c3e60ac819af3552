import type { Violation } from '../plan/prover.ts';
import type { Plan } from '../plan/types.ts';
import type { FrameKind, Item, ResponseIds } from '../playback/item.ts';
import type { Ending } from '../playback/player.ts';
import { FrameTimes } from './frame-times.ts';

/** The request as it came, but for the credentials in it: `[redacted]` is in their place. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; the text of one that is not JSON; null when there is none. */
  readonly body: unknown;
}

/** One frame as it went out. Times are virtual ms since the reply began. */
export interface JournalFrame {
  /** From 1, after the opening `retry` line. */
  readonly number: number;
  readonly kind: FrameKind;
  readonly step: string | undefined;
  readonly due: number;
  readonly written: number;
  readonly data: string;
}

/** How a request ended: `left` says after which frame its client left. */
export type JournalEnding =
  | Exclude<Ending, { type: 'left' }>
  | { readonly type: 'left'; readonly after: number };

/** All that is known of one request. */
export interface JournalEntry {
  /** From 1, in the order in which the session's requests came. */
  readonly number: number;
  readonly session: string;
  /** ISO 8601. */
  readonly time: string;
  readonly request: RecordedRequest;
  readonly workspace: string | undefined;
  /** The scenario that answered; null: none did. */
  readonly scenario: string | null;
  /** Why that one was chosen, or why the nearest was not. */
  readonly why: string;
  /** The HTTP status; undefined while none has been sent. */
  readonly status: number | undefined;
  readonly warnings: readonly string[];
  readonly violations: readonly Violation[];
  readonly frames: readonly JournalFrame[];
  /** Undefined while the answer goes on. */
  readonly ending: JournalEnding | undefined;
}

/** One request being recorded. Frames are kept as times and made up again from their plan when they are read. */
export class Recording {
  readonly number: number;
  readonly session: string;
  readonly request: RecordedRequest;
  readonly time = new Date();
  readonly #written = new FrameTimes();
  #items: readonly Item[] = [];
  #ids: ResponseIds | undefined;
  workspace: string | undefined;
  scenario: string | null = null;
  /** Whether a chat request found no scenario. */
  unmatched = false;
  why = '';
  status: number | undefined;
  warnings: readonly string[] = [];
  violations: readonly Violation[] = [];
  ending: JournalEnding | undefined;
  /** The revision of the journal in which it changed last. */
  revision = 0;

  constructor(number: number, session: string, request: RecordedRequest) {
    this.number = number;
    this.session = session;
    this.request = request;
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
    this.#ids = ids;
    this.status = plan.status;
  }

  /** What is left after `sent` frames is replaced. */
  replan(sent: number, items: readonly Item[]): void {
    this.#items = [...this.#items.filter((item) => item.type === 'frame').slice(0, sent), ...items];
  }

  /** Frames up to this number are written, at this virtual ms; `held` ms of them were spent at holds. */
  written(upTo: number, at: number, held: number): void {
    while (this.#written.length < upTo) this.#written.push(at, held);
  }

  end(ending: Ending): void {
    this.ending = ending.type === 'left' ? { type: 'left', after: this.#written.length } : ending;
  }

  /** As it is now. Its frames are made when they are first looked at. */
  entry(): JournalEntry {
    const [items, ids, times, count] = [this.#items, this.#ids, this.#written, this.#written.length];
    let frames: readonly JournalFrame[] | undefined;
    return {
      number: this.number,
      session: this.session,
      time: this.time.toISOString(),
      request: this.request,
      workspace: this.workspace,
      scenario: this.scenario,
      why: this.why,
      status: this.status,
      warnings: this.warnings,
      violations: this.violations,
      get frames() {
        frames ??= ids === undefined ? [] : framesOf(items, ids, times, count);
        return frames;
      },
      ending: this.ending,
    };
  }
}

function framesOf(
  items: readonly Item[],
  ids: ResponseIds,
  times: FrameTimes,
  count: number,
): JournalFrame[] {
  const planned = items.filter((item) => item.type === 'frame');
  return planned.slice(0, count).map((item, index) => {
    const data = item.render(ids);
    const { at, held } = times.at(index);
    return {
      number: index + 1,
      kind: item.kind,
      step: item.step,
      due: item.at + held,
      written: at,
      data: typeof data === 'string' ? data : new TextDecoder().decode(data),
    };
  });
}
