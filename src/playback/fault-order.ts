import type { Fault, Item } from './item.ts';

/** A fault asked for from outside: it strikes once so many frames have been sent. */
export interface FaultOrder {
  readonly fault: Fault;
  readonly after: number;
}

/** A plan with a fault in it that was asked for: right behind its frames, at once. A plan with fewer frames stays as it is. */
export function struck(items: readonly Item[], { fault, after }: FaultOrder): readonly Item[] {
  const frames = items.filter((item) => item.type === 'frame');
  if (frames.length < after) return items;
  const last = frames[after - 1];
  const place = last === undefined ? 0 : items.indexOf(last) + 1;
  const order = { type: 'fault', fault, at: last?.at ?? 0, step: undefined } as const;
  return [...items.slice(0, place), order, ...items.slice(place)];
}
