/** Numbers, the lowest first. */
export interface Heap {
  push(value: number): void;
  pop(): number | undefined;
}

/** A binary heap: both operations take time in the logarithm of its size. */
export function createHeap(): Heap {
  const values: number[] = [];
  const at = (index: number): number => values[index] ?? Number.POSITIVE_INFINITY;

  return {
    push(value) {
      let index = values.length;
      for (let parent = (index - 1) >> 1; index > 0 && at(parent) > value; parent = (index - 1) >> 1) {
        values[index] = at(parent);
        index = parent;
      }
      values[index] = value;
    },
    pop() {
      const lowest = values[0];
      const moved = values.pop();
      if (moved === undefined || values.length === 0) return lowest;
      let index = 0;
      for (;;) {
        const left = 2 * index + 1;
        const child = at(left + 1) < at(left) ? left + 1 : left;
        if (at(child) >= moved) break;
        values[index] = at(child);
        index = child;
      }
      values[index] = moved;
      return lowest;
    },
  };
}
