/** Time that runs `speed` times as fast as real time, or stands still. */
export class VirtualTime {
  readonly #realNow: () => number;
  #speed: number;
  #stands = false;
  #base = 0;
  #realBase: number;

  /** @param realNow real milliseconds */
  constructor(speed: number, realNow: () => number) {
    this.#speed = speed;
    this.#realNow = realNow;
    this.#realBase = realNow();
  }

  /** Virtual milliseconds since the beginning. */
  now(): number {
    return this.#stands ? this.#base : this.#base + (this.#realNow() - this.#realBase) * this.#speed;
  }

  /** The time that was last set: it does not go back behind this. */
  get base(): number {
    return this.#base;
  }

  get stands(): boolean {
    return this.#stands;
  }

  /** Virtual seconds a real second; 0: nothing is waited for, and time only goes on by what happens. */
  get speed(): number {
    return this.#speed;
  }

  setSpeed(speed: number): void {
    this.#base = this.now();
    this.#realBase = this.#realNow();
    this.#speed = speed;
  }

  /** Stands still, at this virtual time. */
  standAt(virtual: number): void {
    this.#base = virtual;
    this.#stands = true;
  }

  run(): void {
    if (!this.#stands) return;
    this.#stands = false;
    this.#realBase = this.#realNow();
  }

  /** It is this late at least; only for time that does not run by itself. */
  atLeast(virtual: number): void {
    this.#base = Math.max(this.#base, virtual);
  }
}
