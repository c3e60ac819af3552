import { didYouMean } from '../did-you-mean.ts';
import { ChatMockError } from '../error.ts';
import type { FaultOrder } from '../playback/fault-order.ts';
import { FAULTS, type Fault } from '../playback/item.ts';
import { mustCount } from './must-count.ts';

/** A fault for requests to come. */
export interface FaultOptions {
  readonly fault: Fault;
  /** Strikes once exactly so many frames have been sent. Default 0: before the first. */
  readonly after?: number;
  /** How many requests it strikes. Default 1. */
  readonly times?: number;
}

/** The faults that wait for their requests, in the order in which they were asked for. */
export class FaultQueue {
  readonly #faults: { readonly order: FaultOrder; left: number }[] = [];

  /** @throws ChatMockError `invalid-option` */
  add(options: FaultOptions): void {
    const { fault, after = 0, times = 1 } = options;
    if (!FAULTS.includes(fault)) {
      throw new ChatMockError('invalid-option', `There is no fault "${fault}".`, {
        hint: `${didYouMean(String(fault), FAULTS)} The faults are: ${FAULTS.join(', ')}.`.trim(),
      });
    }
    mustCount('fault()', 'after', after, 0);
    mustCount('fault()', 'times', times, 1);
    this.#faults.push({ order: { fault, after }, left: times });
  }

  /** What the next request gets. */
  get next(): FaultOrder | undefined {
    return this.#faults[0]?.order;
  }

  /** The fault of the next request, if there is one. */
  take(): FaultOrder | undefined {
    const [first] = this.#faults;
    if (first === undefined) return undefined;
    first.left--;
    if (first.left <= 0) this.#faults.shift();
    return first.order;
  }

  clear(): void {
    this.#faults.length = 0;
  }
}
