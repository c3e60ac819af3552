/** When a frame was written, and how long its stream had waited at holds by then. Virtual ms. */
export interface FrameTime {
  readonly at: number;
  readonly held: number;
}

/** The times of a stream's frames. There may be thousands of streams, each with thousands: eight bytes a frame. */
export class FrameTimes {
  #at = new Float64Array(32);
  #length = 0;
  /** From which frame on how many ms had been spent at holds. */
  readonly #holds: { readonly from: number; readonly held: number }[] = [];

  get length(): number {
    return this.#length;
  }

  push({ at, held }: FrameTime): void {
    if (held !== (this.#holds.at(-1)?.held ?? 0)) this.#holds.push({ from: this.#length, held });
    if (this.#length === this.#at.length) {
      const longer = new Float64Array(this.#length * 2);
      longer.set(this.#at);
      this.#at = longer;
    }
    this.#at[this.#length] = at;
    this.#length++;
  }

  /** Those of the first `count` frames. */
  first(count: number): FrameTime[] {
    return Array.from(this.#at.subarray(0, count), (at, index) => ({
      at,
      held: this.#holds.findLast(({ from }) => from <= index)?.held ?? 0,
    }));
  }
}
