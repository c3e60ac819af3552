/** What waits for the next requests, in the order in which it was asked for; each for one request or for several. */
export class WaitingQueue<T> {
  readonly #waiting: { readonly value: T; left: number }[] = [];

  /** @param times for how many requests it is */
  protected push(value: T, times: number): void {
    this.#waiting.push({ value, left: times });
  }

  /** What the next request gets; undefined: nothing waits for it. */
  get next(): T | undefined {
    return this.#waiting[0]?.value;
  }

  /** The same, counting that request. */
  take(): T | undefined {
    const [first] = this.#waiting;
    if (first === undefined) return undefined;
    first.left--;
    if (first.left <= 0) this.#waiting.shift();
    return first.value;
  }

  clear(): void {
    this.#waiting.length = 0;
  }
}
