/** What can be in a heap: it is sorted by when it is due, then by its order. The heap makes its notes in the item itself. */
export interface HeapItem {
  readonly due: number;
  readonly order: number;
  /** Where it is in the heap; -1: nowhere. A map of places would be written several times a frame. */
  heapPlace: number;
  /** When it was due as it came. Each number that a getter returns is an object, and comparing asks for dozens a frame. */
  heapDue: number;
}

/** A binary heap: what is due first is first. An item is in one heap, and at most once. */
export class Heap<T extends HeapItem> {
  readonly #items: T[] = [];

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    this.remove(item);
    item.heapDue = item.due;
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

  /** Takes all items out, what is due first first. */
  drain(): T[] {
    const all = this.#items.splice(0).sort((a, b) => (isLess(a, b) ? -1 : 1));
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
    const first = this.#items[a];
    const second = this.#items[b];
    return first !== undefined && second !== undefined && isLess(first, second);
  }

  #swapIfLess(low: number, high: number): boolean {
    const first = this.#items[low];
    const second = this.#items[high];
    if (first === undefined || second === undefined || !isLess(first, second)) return false;
    this.#put(first, high);
    this.#put(second, low);
    return true;
  }
}

function isLess(a: HeapItem, b: HeapItem): boolean {
  return a.heapDue < b.heapDue || (a.heapDue === b.heapDue && a.order < b.order);
}
