import { Heap } from './heap.ts';
import type { Track } from './track.ts';
import type { VirtualTime } from './virtual-time.ts';
import { LONGEST_TIMER } from './waiting.ts';

/** How early a timer may fire and still count, in virtual ms: timers have a grain of 1 ms. */
export const GRAIN = 0.5;

/** The tracks that wait for their time. One timer serves them all. */
export class Scheduler {
  readonly #waiting = new Heap<Track>();
  readonly #time: VirtualTime;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerDue = Number.POSITIVE_INFINITY;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  /** The track that is due first. */
  first(): Track | undefined {
    return this.#waiting.peek();
  }

  add(track: Track): void {
    this.#waiting.push(track);
    if (!this.#time.stands) this.#arm();
  }

  remove(track: Track): void {
    this.#waiting.remove(track);
  }

  /** Lets every track look again, the first one first. */
  wakeAll(): void {
    this.sleep();
    for (const track of this.#waiting.drain()) track.wake();
  }

  /** Wakes nobody until a track is added, or all are woken. */
  sleep(): void {
    clearTimeout(this.#timer);
    this.#timerDue = Number.POSITIVE_INFINITY;
  }

  #arm(): void {
    const first = this.#waiting.peek();
    if (first === undefined || first.due >= this.#timerDue) return;
    this.sleep();
    this.#timerDue = first.due;
    const { speed } = this.#time;
    const delay = speed === 0 ? 0 : (first.due - this.#time.now()) / speed;
    this.#timer = setTimeout(this.#tick, Math.min(LONGEST_TIMER, Math.max(0, Math.ceil(delay - GRAIN))));
  }

  readonly #tick = (): void => {
    // Streams that go back to waiting need not set the timer: it is set for all of them in the end.
    this.#timerDue = Number.NEGATIVE_INFINITY;
    const { speed } = this.#time;
    const now = speed === 0 ? Number.POSITIVE_INFINITY : this.#time.now() + GRAIN;
    try {
      for (let track = this.first(); track !== undefined && track.due <= now; track = this.first()) {
        this.#waiting.pop();
        track.wake();
        // Whoever stopped the clock or set its speed has seen to all that wait.
        if (this.#time.stands || this.#time.speed !== speed) return;
      }
    } finally {
      this.#timerDue = Number.POSITIVE_INFINITY;
    }
    this.#arm();
  };
}
