import { type Timer, timers } from '../timers.ts';
import type { ClockState, PauseTarget, StreamState } from './clock-state.ts';
import { DeadlineQueue, type Queued } from './deadline-queue.ts';
import type { FrameKind, Item } from './item.ts';
import type { MissedStop } from './miss.ts';
import { LONGEST_TIMER } from './waiting.ts';

/** How early a timer may fire and still count, in virtual ms: timers have a grain of 1 ms. */
const GRAIN = 0.5;

/** What plays by a timeline: one stream. `due` is the virtual time of its next item, and does not change while it is parked. */
export interface Track extends Queued {
  /** Frames handed over so far. */
  readonly sent: number;
  /** Virtual time of the last thing that happened in it: its beginning, a frame, or a hold that was released. */
  readonly since: number;
  /** Whether it sends nothing more, and stays open. */
  readonly stalled: boolean;
  /** Whether frames that were let through are still being written. */
  readonly busy: boolean;
  /** Whether all that has come is sent, and more may come. */
  readonly awaiting: boolean;
  state(): StreamState;
  /** The kinds of the frames that it has sent, each once. */
  kinds(): readonly FrameKind[];
  /** Looks again whether something may be sent. */
  wake(): void;
}

/**
 * The time that streams play by. It runs `speed` times as fast as real time, or stands still; and it stops by itself
 * where it was told to. Every deadline is absolute, so errors do not add up; one timer serves all streams.
 */
export class Timeline {
  readonly #realNow: () => number;
  readonly #tracks = new Set<Track>();
  readonly #parked = new DeadlineQueue<Track>();
  readonly #listeners = new Set<() => void>();
  #onClock: () => void = () => undefined;
  #speed: number;
  #stands = false;
  /** The virtual time that was last set, at `#realBase`. */
  #base = 0;
  #realBase: number;
  #target: PauseTarget | undefined;
  /** Virtual time at which the target was set. */
  #targetSet = 0;
  #missed: MissedStop | undefined;
  /** The track that may send one more item although time stands still. */
  #granted: Track | undefined;
  #timer: Timer;
  #timerDue = Number.POSITIVE_INFINITY;

  /**
   * @param speed virtual seconds a real second; 0 does not wait at all: time only goes on by what happens
   * @param realNow real milliseconds
   */
  constructor(speed: number, realNow: () => number) {
    this.#speed = speed;
    this.#realNow = realNow;
    this.#realBase = realNow();
  }

  /** Virtual milliseconds since the beginning. */
  now(): number {
    return this.#stands ? this.#base : this.#base + (this.#realNow() - this.#realBase) * this.#speed;
  }

  state(): ClockState {
    return {
      paused: this.#stands,
      now: this.now(),
      speed: this.#speed,
      pausingAt: this.#target,
      streams: [...this.#tracks].map((track) => track.state()),
    };
  }

  setSpeed(speed: number): void {
    this.#base = this.now();
    this.#realBase = this.#realNow();
    this.#speed = speed;
    this.#onClock();
    this.#wakeAll();
  }

  get stands(): boolean {
    return this.#stands;
  }

  /** Virtual seconds a real second. */
  get speed(): number {
    return this.#speed;
  }

  /** Where it is going to stop. */
  get target(): PauseTarget | undefined {
    return this.#target;
  }

  /** The stream that has ended without coming to the stop; undefined also while another one may. */
  get missed(): MissedStop | undefined {
    return this.#missed;
  }

  /** Stands still from now on. Forgets a stop that was not reached. */
  stop(): void {
    this.#stopAt(this.now());
  }

  /** Runs again, to a stop or for good. */
  run(target?: PauseTarget): void {
    this.#target = target;
    this.#missed = undefined;
    this.#targetSet = this.now();
    if (this.#stands) this.#realBase = this.#realNow();
    this.#stands = false;
    this.#onClock();
    this.#wakeAll();
  }

  /** Takes time that does not run by itself ahead; never back. */
  moveTo(virtual: number): void {
    this.#base = Math.max(this.#base, virtual);
  }

  /** The track whose next item is due first. */
  first(): Track | undefined {
    return this.#parked.first();
  }

  /** Lets a track send one item although time stands still. */
  letThrough(track: Track): void {
    this.#parked.remove(track);
    this.#granted = track;
    track.wake();
  }

  /** Whether everything that was let through has been written. */
  get quiet(): boolean {
    return [...this.#tracks].every((track) => !track.busy);
  }

  /** Whether something may come for a track that has nothing to send now. */
  get awaiting(): boolean {
    return [...this.#tracks].some((track) => track.awaiting);
  }

  has(track: Track): boolean {
    return this.#tracks.has(track);
  }

  /** A stream begins. */
  add(track: Track): void {
    this.#tracks.add(track);
    this.#missed = undefined;
    this.notify();
  }

  /** A stream has ended, for whatever reason. */
  remove(track: Track): void {
    this.#tracks.delete(track);
    this.#parked.remove(track);
    if (this.#granted === track) this.#granted = undefined;
    if (this.#tracks.size === 0) {
      this.#clearTimer();
      if (this.#target !== undefined) this.#miss(track);
    }
    this.notify();
  }

  #miss(track: Track): void {
    const kinds = track.kinds();
    // An error in one body is often asked again, and what a function of the client's gives comes with its next request.
    if (kinds.includes('body') || kinds.includes('toolCall')) return;
    this.#missed = { request: track.order, sent: track.sent, kinds, at: timers.now() };
  }

  /** Whether a track may send its next item now. Stops if it was told to stop there. */
  mayPass(track: Track, item: Item): boolean {
    const { due } = track;
    if (this.#granted === track) {
      this.#granted = undefined;
      this.moveTo(due);
      return true;
    }
    if (this.#stands || this.stopsAfter(track)) return false;
    if (this.#speed !== 0 && due > this.now() + GRAIN) return false;
    const kind = item.type === 'frame' ? item.kind : item.type;
    if (this.#target !== undefined && (this.#target === item.step || this.#target === kind)) {
      this.#stopAt(Math.max(this.#base, due));
      return false;
    }
    if (this.#speed === 0) this.moveTo(due);
    return true;
  }

  /** Whether it was told to stop once so many frames are sent. It stops, then. */
  stopsAfter({ sent, since }: Track): boolean {
    if (this.#target !== sent) return false;
    // What is late where time was taken ahead does not take it back.
    this.#stopAt(Math.max(this.#base, since, this.#targetSet));
    return true;
  }

  /** A track has something that it may not send yet: it is woken when it is due. */
  park(track: Track): void {
    this.#parked.add(track);
    if (!this.#stands) this.#setTimer();
  }

  /** A track no longer waits for its time. */
  unpark(track: Track): void {
    this.#parked.remove(track);
  }

  /** Calls back at every change, until the returned function is called. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** From now on calls back when time stops, runs, is to stop somewhere or has another speed; not at every frame, as {@link watch}. */
  watchClock(listener: () => void): void {
    this.#onClock = listener;
  }

  /** Something that a waiting call may be looking for has changed. */
  notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #stopAt(virtual: number): void {
    this.#target = undefined;
    this.#missed = undefined;
    this.#base = virtual;
    this.#stands = true;
    this.#onClock();
    this.#clearTimer();
    this.notify();
  }

  /** Lets every track look again, the first one first. */
  #wakeAll(): void {
    this.#clearTimer();
    for (const track of this.#parked.drain()) track.wake();
    this.notify();
  }

  #clearTimer(): void {
    timers.clearTimeout(this.#timer);
    this.#timerDue = Number.POSITIVE_INFINITY;
  }

  #setTimer(): void {
    const first = this.first();
    if (first === undefined || first.due >= this.#timerDue) return;
    this.#clearTimer();
    this.#timerDue = first.due;
    const delay = this.#speed === 0 ? 0 : (first.due - this.now()) / this.#speed;
    this.#timer = timers.setTimeout(
      this.#tick,
      Math.min(LONGEST_TIMER, Math.max(0, Math.ceil(delay - GRAIN))),
    );
  }

  readonly #tick = (): void => {
    // Streams that go back to waiting need not set the timer: it is set for all of them in the end.
    this.#timerDue = Number.NEGATIVE_INFINITY;
    const speed = this.#speed;
    const now = speed === 0 ? Number.POSITIVE_INFINITY : this.now() + GRAIN;
    try {
      for (let track = this.first(); track !== undefined && track.due <= now; track = this.first()) {
        this.#parked.remove(track);
        track.wake();
        // A stream that stopped the clock, or a change of speed, has dealt with all that wait.
        if (this.#stands || this.#speed !== speed) return;
      }
    } finally {
      this.#timerDue = Number.POSITIVE_INFINITY;
    }
    this.#setTimer();
  };
}
