import { didYouMean } from '../did-you-mean.ts';
import { ChatMockError } from '../error.ts';
import type { FaultOrder } from '../playback/fault-order.ts';
import { FAULTS, type Fault } from '../playback/item.ts';
import { mustCount } from './must-count.ts';
import { WaitingQueue } from './waiting-queue.ts';

/** A fault for requests to come. */
export interface FaultOptions {
  readonly fault: Fault;
  /** Strikes once exactly so many frames have been sent. Default 0: before the first. */
  readonly after?: number;
  /** How many requests it strikes. Default 1. */
  readonly times?: number;
}

/** The faults that wait for their requests. */
export class FaultQueue extends WaitingQueue<FaultOrder> {
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
    this.push({ fault, after }, times);
  }
}
