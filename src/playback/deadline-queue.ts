/** What can wait in a {@link DeadlineQueue}. The queue makes its note in the item: a map would be written for each frame. */
export interface Queued {
  readonly due: number;
  /** Equal deadlines keep this order. */
  readonly order: number;
  /** When it was due as it was added; -1: not in the queue. Comparing `due` would allocate a number for each look. */
  queuedFor: number;
}

/** Items by their deadlines, the first one first. Mostly an item comes near the end, and the first one goes. */
export class DeadlineQueue<T extends Queued> {
  readonly #items: T[] = [];

  first(): T | undefined {
    return this.#items[0];
  }

  add(item: T): void {
    this.remove(item);
    item.queuedFor = item.due;
    let [low, high] = [0, this.#items.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#items[middle];
      if (other !== undefined && isBefore(other, item)) low = middle + 1;
      else high = middle;
    }
    this.#items.splice(low, 0, item);
  }

  remove(item: T): void {
    if (item.queuedFor < 0) return;
    item.queuedFor = -1;
    if (this.#items[0] === item) this.#items.shift();
    else this.#items.splice(this.#items.indexOf(item), 1);
  }

  /** Takes all items out. */
  drain(): T[] {
    const all = this.#items.splice(0);
    for (const item of all) item.queuedFor = -1;
    return all;
  }
}

function isBefore(a: Queued, b: Queued): boolean {
  return a.queuedFor < b.queuedFor || (a.queuedFor === b.queuedFor && a.order < b.order);
}
