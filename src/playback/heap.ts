/** What can be in a heap. It notes the place itself: a map of places would be written several times a frame. */
export interface HeapItem {
  /** The heap's own: where the item is, -1 when it is nowhere. */
  heapPlace: number;
}

/** A binary heap: the least item first. An item is in one heap, and at most once. */
export class Heap<T extends HeapItem> {
  readonly #items: T[] = [];
  readonly #compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    this.remove(item);
    this.#put(item, this.#items.length);
    this.#rise(this.#items.length - 1);
  }

  pop(): T | undefined {
    const first = this.#items[0];
    if (first !== undefined) this.remove(first);
    return first;
  }

  remove(item: T): void {
    const place = item.heapPlace;
    if (place < 0) return;
    item.heapPlace = -1;
    const last = this.#items.pop();
    if (last === undefined || place === this.#items.length) return;
    this.#put(last, place);
    this.#sink(place);
    this.#rise(place);
  }

  /** Takes all items out, the least first. */
  drain(): T[] {
    const all = this.#items.splice(0).sort(this.#compare);
    for (const item of all) item.heapPlace = -1;
    return all;
  }

  #put(item: T, place: number): void {
    this.#items[place] = item;
    item.heapPlace = place;
  }

  #rise(from: number): void {
    for (let place = from; place > 0; ) {
      const parent = (place - 1) >> 1;
      if (!this.#swapIfLess(place, parent)) return;
      place = parent;
    }
  }

  #sink(from: number): void {
    for (let place = from; ; ) {
      const left = place * 2 + 1;
      const child = this.#less(left + 1, left) ? left + 1 : left;
      if (!this.#swapIfLess(child, place)) return;
      place = child;
    }
  }

  #less(a: number, b: number): boolean {
    const [first, second] = [this.#items[a], this.#items[b]];
    return first !== undefined && second !== undefined && this.#compare(first, second) < 0;
  }

  #swapIfLess(low: number, high: number): boolean {
    const [first, second] = [this.#items[low], this.#items[high]];
    if (first === undefined || second === undefined || this.#compare(first, second) >= 0) return false;
    this.#put(first, high);
    this.#put(second, low);
    return true;
  }
}
