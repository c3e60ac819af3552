import type { ClockState, PauseTarget } from './clock-state.ts';
import { GRAIN, Scheduler } from './scheduler.ts';
import type { Stop, Track } from './track.ts';
import { VirtualTime } from './virtual-time.ts';

/**
 * The time that streams play by. It runs with real time, `speed` times as fast, or stands still; and it stops by itself
 * where it was told to. Every deadline is absolute, so errors do not add up; one timer serves all streams.
 */
export class Timeline {
  readonly #tracks = new Set<Track>();
  readonly #changed = new Set<() => void>();
  readonly #time: VirtualTime;
  readonly #waiting: Scheduler;
  #target: PauseTarget | undefined;
  /** Virtual time at which the target was set. */
  #targetSet = 0;
  /** The track that may send one more item although time stands still. */
  #granted: Track | undefined;

  /**
   * @param speed virtual seconds a real second; 0 does not wait at all
   * @param realNow real milliseconds
   */
  constructor(speed: number, realNow: () => number) {
    this.#time = new VirtualTime(speed, realNow);
    this.#waiting = new Scheduler(this.#time);
  }

  /** Virtual milliseconds since the beginning. */
  now(): number {
    return this.#time.now();
  }

  state(): ClockState {
    return {
      paused: this.#time.stands,
      now: this.now(),
      speed: this.#time.speed,
      pausingAt: this.#target,
      streams: [...this.#tracks].map((track) => track.state()),
    };
  }

  get speed(): number {
    return this.#time.speed;
  }

  setSpeed(speed: number): void {
    this.#time.setSpeed(speed);
    this.#waiting.wakeAll();
    this.notify();
  }

  get stands(): boolean {
    return this.#time.stands;
  }

  /** Where it is going to stop. */
  get target(): PauseTarget | undefined {
    return this.#target;
  }

  /** Stands still from now on. Forgets a stop that was not reached. */
  stop(): void {
    this.#target = undefined;
    this.#stopAt(this.now());
  }

  /** Runs again, to a stop or for good. */
  run(target?: PauseTarget): void {
    // First of all: what is woken may be where to stop.
    this.#target = target;
    this.#targetSet = this.now();
    this.#time.run();
    this.#waiting.wakeAll();
    this.notify();
  }

  /** Time that stands still stands at `virtual` at least. */
  moveTo(virtual: number): void {
    this.#time.atLeast(virtual);
  }

  /** The track whose next item is due first. */
  first(): Track | undefined {
    return this.#waiting.first();
  }

  /** Lets a track send one item although time stands still. */
  letThrough(track: Track): void {
    this.#waiting.remove(track);
    this.#granted = track;
    track.wake();
  }

  /** Whether everything that was let through has been written. */
  get quiet(): boolean {
    return [...this.#tracks].every((track) => !track.busy);
  }

  has(track: Track): boolean {
    return this.#tracks.has(track);
  }

  /** A stream begins. */
  add(track: Track): void {
    this.#tracks.add(track);
    this.notify();
  }

  /** A stream has ended, for whatever reason. */
  remove(track: Track): void {
    this.#tracks.delete(track);
    this.#waiting.remove(track);
    if (this.#granted === track) this.#granted = undefined;
    if (this.#tracks.size === 0) this.#waiting.sleep();
    this.notify();
  }

  /** Whether a track may send now what is due at `due`. Stops if it was told to stop there. */
  mayPass(track: Track, due: number, stop: Stop): boolean {
    if (this.#granted === track) {
      this.#granted = undefined;
      this.#time.atLeast(due);
      return true;
    }
    if (this.#time.stands) return false;
    if (this.stopsAfter(stop)) return false;
    if (this.#time.speed !== 0 && due > this.now() + GRAIN) return false;
    if (this.#target !== undefined && (this.#target === stop.step || this.#target === stop.kind)) {
      this.#stopFor(due);
      return false;
    }
    if (this.#time.speed === 0) this.#time.atLeast(due);
    return true;
  }

  /** Whether it was told to stop once so many frames are sent. It stops, then. */
  stopsAfter({ sent, since }: Pick<Stop, 'sent' | 'since'>): boolean {
    if (this.#target !== sent) return false;
    this.#stopFor(Math.max(since, this.#targetSet));
    return true;
  }

  /** A track has something that it may not send yet: it is woken when it is due. */
  park(track: Track): void {
    this.#waiting.add(track);
  }

  /** A track no longer waits for its time. */
  unpark(track: Track): void {
    this.#waiting.remove(track);
  }

  /** Calls back at every change, until the returned function is called. */
  watch(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  /** Something that a waiting call may be looking for has changed. */
  notify(): void {
    for (const listener of [...this.#changed]) listener();
  }

  /** The stop that was asked for. What is late where time was taken ahead does not take it back. */
  #stopFor(virtual: number): void {
    this.#target = undefined;
    this.#stopAt(Math.max(this.#time.base, virtual));
  }

  #stopAt(virtual: number): void {
    this.#time.standAt(virtual);
    this.#waiting.sleep();
    this.notify();
  }
}
