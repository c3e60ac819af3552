import type { StreamState } from './clock-state.ts';
import { type FaultOrder, struck } from './fault-order.ts';
import type { Holds } from './holds.ts';
import type { Burst, Bursts, Data, Fault, Feed, FrameKind, Item, ResponseIds } from './item.ts';
import type { Timeline, Track } from './timeline.ts';

/** What a reader that stops reading may cost, in characters: no more is handed out before this much is written. */
const LARGEST_BURST = 32_768;

/** How a stream ended. */
export type Ending =
  | { readonly type: 'done' }
  | { readonly type: 'fault'; readonly fault: Fault }
  | { readonly type: 'left' }
  | { readonly type: 'stopped' };

/** What a player tells of its stream. */
export interface PlayerListener {
  /**
   * Frames up to this number are written; `at` is virtual ms since the reply began, `held` how many of them were spent at holds,
   * `late` how many have passed since the last of these frames was due.
   */
  written(upTo: number, at: number, held: number, late: number): void;
  ended(ending: Ending): void;
  /** It has come to a hold, or has left it (undefined); `at` is virtual ms since the reply began. */
  held?(name: string | undefined, at: number): void;
  /** It sends nothing more, and its connection stays open. */
  stalled?(at: number): void;
}

interface PlayerOptions {
  readonly order: number;
  readonly items: readonly Item[];
  /** Where more items come from. */
  readonly feed?: Feed | undefined;
  readonly ids: ResponseIds;
  readonly timeline: Timeline;
  readonly holds: Holds;
  readonly listener: PlayerListener;
  readonly fault?: FaultOrder | undefined;
  /** Sent at once, with the headers, and not counted as a frame. */
  readonly opening?: Data | undefined;
  /** Virtual time at which the reply began. Default: now. */
  readonly began?: number | undefined;
}

/**
 * Plays a plan by a timeline: hands out frames when they are due, in bursts; waits at holds; ends with a fault if the plan
 * does. Bursts are taken by callback: a promise for each would be a quarter of what a stream allocates.
 */
export class Player implements Bursts, Track {
  readonly order: number;
  queuedFor = -1;
  sent = 0;
  since: number;
  busy = true;
  stalled = false;
  readonly #timeline: Timeline;
  readonly #holds: Holds;
  readonly #ids: ResponseIds;
  readonly #listener: PlayerListener;
  readonly #began: number;
  #opening: Data | undefined;
  #items: readonly Item[];
  #feed: Feed | undefined;
  #place = 0;
  #written = 0;
  /** Virtual ms spent at holds. */
  #held = 0;
  #heldAt: string | undefined;
  #leaveHold: (() => void) | undefined;
  /** What is left goes out whatever the clock says. */
  #forced = false;
  #ending: Ending | undefined;
  #taker: ((burst: Burst | undefined) => void) | undefined;

  constructor(options: PlayerOptions) {
    this.order = options.order;
    this.#timeline = options.timeline;
    this.#holds = options.holds;
    this.#ids = options.ids;
    this.#listener = options.listener;
    this.#opening = options.opening;
    const { items, feed, fault, began = this.#timeline.now() } = options;
    this.#items = fault === undefined || feed !== undefined ? items : struck(items, fault);
    this.#feed = feed;
    if (fault !== undefined) feed?.strike(fault.fault, fault.after);
    feed?.follow(() => this.wake());
    this.#began = began;
    this.since = began;
    this.#timeline.add(this);
  }

  /** Virtual ms of the reply that have passed, without those spent at holds. */
  get elapsed(): number {
    return Math.max(0, this.#timeline.now() - this.#began - this.#held);
  }

  get due(): number {
    return this.#began + this.#held + (this.#items[this.#place]?.at ?? 0);
  }

  get awaiting(): boolean {
    return this.#feed?.open === true && this.#place === this.#items.length;
  }

  /** What it has not handed out yet; first the hold that it waits at. */
  get rest(): readonly Item[] {
    return this.#items.slice(this.#place);
  }

  state(): StreamState {
    return { request: this.order, sent: this.sent, next: this.#describeNext(), heldAt: this.#heldAt };
  }

  kinds(): readonly FrameKind[] {
    const sent = this.#items.slice(0, this.#place);
    return [...new Set(sent.flatMap((item) => (item.type === 'frame' ? [item.kind] : [])))];
  }

  take(taker: (burst: Burst | undefined) => void): void {
    const opening = this.#opening;
    if (opening !== undefined && this.#ending === undefined) {
      this.#opening = undefined;
      taker({ type: 'frames', frames: [opening] });
      return;
    }
    if (this.#written < this.sent) {
      this.#written = this.sent;
      const now = this.#timeline.now();
      this.#listener.written(this.sent, now - this.#began, this.#held, now - this.since);
    }
    this.#taker = taker;
    this.wake();
  }

  leave(): void {
    this.#end(this.stalled ? { type: 'fault', fault: 'stall' } : { type: 'left' });
    // A call that waits for a burst ends.
    this.wake();
  }

  /** Ends the stream from outside, where it stands. */
  stop(): void {
    this.#end({ type: 'stopped' });
    this.wake();
  }

  /** Goes on with other items in place of those that are left, at once and whatever the clock says. */
  interrupt(items: readonly Item[]): void {
    this.#timeline.unpark(this);
    this.#detach();
    this.#items = items;
    this.#place = 0;
    this.#unhold();
    this.stalled = false;
    this.#forced = true;
    this.wake();
  }

  wake(): void {
    const taker = this.#taker;
    if (taker === undefined) return;
    this.#taker = undefined;
    const burst = this.#step();
    if (burst === undefined && this.#ending === undefined) this.#taker = taker;
    else taker(burst);
  }

  /** What can be handed over now; undefined: nothing any more, or nothing yet, and the clock or a hold will wake us. */
  #step(): Burst | undefined {
    if (this.#ending !== undefined || this.stalled) return undefined;
    const opening = this.#feed?.takeOpening();
    if (opening !== undefined) {
      this.busy = true;
      return { type: 'frames', frames: [opening] };
    }
    const frames = this.#dueFrames();
    if (frames.length > 0) {
      this.busy = true;
      return { type: 'frames', frames };
    }
    const item = this.#items[this.#place];
    if (item === undefined) {
      this.#timeline.stopsAfter(this);
      if (!this.awaiting) this.#end({ type: 'done' });
      this.busy = false;
      this.#timeline.notify();
      return undefined;
    }
    if (item.type === 'fault' && this.#mayPass(item)) return this.#fault(item.fault);
    if (item.type === 'hold' && this.#heldAt === undefined && this.#mayPass(item)) this.#hold(item.name);
    if (this.#heldAt === undefined) this.#timeline.park(this);
    this.busy = false;
    this.#timeline.notify();
    return undefined;
  }

  #dueFrames(): Data[] {
    const frames: Data[] = [];
    let size = 0;
    for (let item = this.#items[this.#place]; item?.type === 'frame'; item = this.#items[this.#place]) {
      if (size >= LARGEST_BURST || !this.#mayPass(item)) break;
      this.since = this.due;
      this.#place++;
      this.sent++;
      const data = item.render(this.#ids);
      size += data.length;
      frames.push(data);
    }
    return frames;
  }

  #mayPass(item: Item): boolean {
    return this.#forced || this.#timeline.mayPass(this, item);
  }

  #hold(name: string): void {
    const since = this.due;
    this.#heldAt = name;
    this.#listener.held?.(name, since - this.#began);
    this.#leaveHold = this.#holds.wait(name, () => {
      this.#unhold();
      this.since = Math.max(since, this.#timeline.now());
      this.#held += this.since - since;
      this.#place++;
      this.wake();
    });
  }

  #unhold(): void {
    this.#leaveHold?.();
    this.#leaveHold = undefined;
    if (this.#heldAt === undefined) return;
    this.#heldAt = undefined;
    this.#listener.held?.(undefined, this.#timeline.now() - this.#began);
  }

  #fault(fault: Fault): Burst | undefined {
    if (fault === 'stall') {
      // The connection stays open: only its client, or a reset of the session, ends it.
      this.stalled = true;
      this.#listener.stalled?.(this.#timeline.now() - this.#began);
      this.#detach();
      this.#items = [];
      this.busy = false;
      this.#timeline.notify();
      return undefined;
    }
    const half = this.#halfFrame();
    this.#end({ type: 'fault', fault });
    return fault === 'no-done' ? undefined : { type: 'fault', fault, half };
  }

  /** The first half of the frame that would have come next. */
  #halfFrame(): Uint8Array {
    const next = this.#items.slice(this.#place).find((item) => item.type === 'frame');
    const whole = next?.render(this.#ids) ?? '';
    const bytes = typeof whole === 'string' ? new TextEncoder().encode(whole) : whole;
    return bytes.subarray(0, Math.ceil(bytes.length / 2));
  }

  #end(ending: Ending): void {
    if (this.#ending !== undefined) return;
    this.#ending = ending;
    this.busy = false;
    this.#detach();
    this.#unhold();
    this.#timeline.remove(this);
    this.#listener.ended(ending);
  }

  /** Plays nothing more of what comes. */
  #detach(): void {
    this.#feed?.leave();
    this.#feed = undefined;
  }

  #describeNext(): string | undefined {
    if (this.stalled) return 'nothing, it has stalled';
    const item = this.#items[this.#place];
    if (item === undefined) return this.awaiting ? 'what the upstream sends' : undefined;
    if (item.type === 'hold') return `hold "${item.name}"`;
    if (item.type === 'fault') return `fault ${item.fault}`;
    return item.step === undefined ? item.kind : `${item.kind} of "${item.step}"`;
  }
}
