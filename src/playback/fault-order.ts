import type { Fault, Item } from './item.ts';

/** A fault asked for from outside: it strikes once so many frames have been sent. */
export interface FaultOrder {
  readonly fault: Fault;
  readonly after: number;
}

/** A plan with a fault in it that was asked for: right behind its frames, at once. A plan with fewer frames stays as it is. */
export function struck(items: readonly Item[], { fault, after }: FaultOrder): readonly Item[] {
  let place = 0;
  let at = 0;
  for (let sent = 0; sent < after; place++) {
    const item = items[place];
    if (item === undefined) return items;
    if (item.type !== 'frame') continue;
    sent++;
    at = item.at;
  }
  return [...items.slice(0, place), { type: 'fault', fault, at, step: undefined }, ...items.slice(place)];
}
