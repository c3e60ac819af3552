import { timers } from '../timers.ts';

/** How long work goes on before others get their turn, in ms. */
const SLICE = 10;

const { now, setImmediate: immediate } = timers;
const { MessageChannel: Channel } = globalThis as Partial<typeof globalThis>;

/** Calls back in a later turn of the event loop. In a browser, timers would wait 4 ms each time. */
function later(callback: () => void): void {
  if (immediate !== undefined) {
    immediate(callback);
  } else if (Channel !== undefined) {
    const { port1, port2 } = new Channel();
    port1.onmessage = () => {
      port1.close();
      callback();
    };
    port2.postMessage(undefined);
  }
}

/** Those that wait for their next slice: one goes on in each turn of the event loop. */
const waiting: (() => void)[] = [];

function wakeNext(): void {
  waiting.shift()?.();
  if (waiting.length > 0) later(wakeNext);
}

/**
 * Cuts long work into slices, so that other requests are not kept waiting. One for each request.
 *
 * @example
 * for (const item of items) {
 *   work(item);
 *   if (turns.due) await turns.next();
 * }
 */
export class Turns {
  #since = now();

  /** Whether others should have their turn. */
  get due(): boolean {
    return now() - this.#since > SLICE;
  }

  /** Lets them. */
  async next(): Promise<void> {
    await new Promise<void>((resolve) => {
      if (waiting.push(resolve) === 1) later(wakeNext);
    });
    this.#since = now();
  }
}
