/** How many frames a piece has room for. */
const PIECE = 64;

/**
 * When the frames of a stream were written, in virtual ms. There may be thousands of streams, each with thousands of frames:
 * eight bytes a frame, in pieces, as one array that grows would leave as much behind again.
 */
export class FrameTimes {
  readonly #pieces: Float64Array[] = [];
  #last = new Float64Array(0);
  #length = 0;
  /** From which frame on how many ms had been spent at holds. */
  readonly #holds: { readonly from: number; readonly held: number }[] = [];

  get length(): number {
    return this.#length;
  }

  /** In bytes of memory. */
  get size(): number {
    return this.#pieces.length * (PIECE * 8 + 250);
  }

  /** @param held how many ms the stream had waited at holds by then */
  push(at: number, held: number): void {
    if (held !== (this.#holds.at(-1)?.held ?? 0)) this.#holds.push({ from: this.#length, held });
    const place = this.#length % PIECE;
    if (place === 0) {
      this.#last = new Float64Array(PIECE);
      this.#pieces.push(this.#last);
    }
    this.#last[place] = at;
    this.#length++;
  }

  at(index: number): { readonly at: number; readonly held: number } {
    return {
      at: this.#pieces[Math.floor(index / PIECE)]?.[index % PIECE] ?? 0,
      held: this.#holds.findLast(({ from }) => from <= index)?.held ?? 0,
    };
  }
}
