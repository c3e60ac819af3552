/** When a frame was written, and how long its stream had waited at holds by then. Virtual ms. */
export interface FrameTime {
  readonly at: number;
  readonly held: number;
}

/** How many frames a piece has room for. */
const PIECE = 64;
const NONE = new Float64Array(0);

/**
 * The times of a stream's frames. There may be thousands of streams, each with thousands: eight bytes a frame, in pieces, as
 * one array that grows would leave as much behind again.
 */
export class FrameTimes {
  readonly #pieces: Float64Array[] = [];
  #last = NONE;
  #length = 0;
  /** From which frame on how many ms had been spent at holds. */
  readonly #holds: { readonly from: number; readonly held: number }[] = [];

  get length(): number {
    return this.#length;
  }

  push({ at, held }: FrameTime): void {
    if (held !== (this.#holds.at(-1)?.held ?? 0)) this.#holds.push({ from: this.#length, held });
    const place = this.#length % PIECE;
    if (place === 0) {
      this.#last = new Float64Array(PIECE);
      this.#pieces.push(this.#last);
    }
    this.#last[place] = at;
    this.#length++;
  }

  /** Those of the first `count` frames. */
  first(count: number): FrameTime[] {
    return Array.from({ length: count }, (_, index) => ({
      at: this.#pieces[Math.floor(index / PIECE)]?.[index % PIECE] ?? 0,
      held: this.#holds.findLast(({ from }) => from <= index)?.held ?? 0,
    }));
  }
}
