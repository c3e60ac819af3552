import type { GatewayErrorSpec } from '../scenario/schema.ts';
import { mustCount } from './must-count.ts';
import { WaitingQueue } from './waiting-queue.ts';

/** An HTTP error for requests to come. */
export interface FailureOptions extends GatewayErrorSpec {
  /** How many requests it answers. Default 1. */
  readonly times?: number | undefined;
}

/** The HTTP errors that wait for their requests. */
export class FailureQueue extends WaitingQueue<GatewayErrorSpec> {
  /** @throws ChatMockError `invalid-option` */
  add({ times = 1, ...error }: FailureOptions): void {
    mustCount('fail()', 'times', times, 1);
    this.push(error, times);
  }
}
