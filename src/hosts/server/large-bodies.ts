import type { MemoryBudget } from '../../session/memory-budget.ts';

/** A body of more bytes is large. */
const LARGE = 65_536;
/** While a body is worked on, its texts and values take about so many times its size. */
const COPIES = 3;

/** Works on one large body after the other, and lets what is remembered make room for it. */
export class LargeBodies {
  readonly #memory: MemoryBudget;
  #last: Promise<unknown> = Promise.resolve();

  constructor(memory: MemoryBudget) {
    this.#memory = memory;
  }

  /** @param length of the body, in bytes */
  run<T>(length: number, work: () => Promise<T>): Promise<T> {
    if (length <= LARGE) return work();
    const done = this.#last.then(() => this.#makingRoom(COPIES * length, work));
    // Not the outcome itself, which would be kept until the next one.
    this.#last = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }

  async #makingRoom<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    this.#memory.count(bytes);
    this.#memory.relieve();
    try {
      return await work();
    } finally {
      this.#memory.count(-bytes);
    }
  }
}
