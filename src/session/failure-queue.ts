import type { GatewayErrorSpec } from '../scenario/schema.ts';
import { mustCount } from './must-count.ts';

/** An HTTP error for requests to come. */
export interface FailureOptions extends GatewayErrorSpec {
  /** How many requests it answers. Default 1. */
  readonly times?: number | undefined;
}

/** The HTTP errors that wait for their requests, in the order in which they were asked for. */
export class FailureQueue {
  readonly #failures: { readonly error: GatewayErrorSpec; left: number }[] = [];

  /** @throws ChatMockError `invalid-option` */
  add({ times = 1, ...error }: FailureOptions): void {
    mustCount('fail()', 'times', times, 1);
    this.#failures.push({ error, left: times });
  }

  /** What answers the next request, if anything waits for it. */
  take(): GatewayErrorSpec | undefined {
    const [first] = this.#failures;
    if (first === undefined) return undefined;
    first.left--;
    if (first.left <= 0) this.#failures.shift();
    return first.error;
  }

  clear(): void {
    this.#failures.length = 0;
  }
}
