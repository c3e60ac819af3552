import { timers } from './timers.ts';

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

/** A work that has had so many slices is a long one. */
const MANY = 5;

interface Waiting {
  /** Of the work: a smaller one has begun earlier. */
  readonly number: number;
  goOn(): void;
}

/** Those that wait for their next slice: one goes on in each turn of the event loop, a short and a long one by turns. */
const short: Waiting[] = [];
const long: Waiting[] = [];
let [begun, turn] = [0, 0];

function wakeNext(): void {
  const next = (++turn % 2 === 0 ? short.shift() : undefined) ?? takeOldest() ?? short.shift();
  next?.goOn();
  if (short.length + long.length > 0) later(wakeNext);
}

/** One long work after the other: if all went on side by side, all that they make would be in memory at once. */
function takeOldest(): Waiting | undefined {
  const oldest = long.reduce(
    (index, { number }, at) => (number < (long[index]?.number ?? 0) ? at : index),
    0,
  );
  return long.splice(oldest, 1)[0];
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
  readonly #number = ++begun;
  #slices = 0;
  #since = now();

  /** Whether others should have their turn. */
  get due(): boolean {
    return now() - this.#since > SLICE;
  }

  /** Lets them. */
  async next(): Promise<void> {
    await new Promise<void>((goOn) => {
      if (short.length + long.length === 0) later(wakeNext);
      (++this.#slices > MANY ? long : short).push({ number: this.#number, goOn });
    });
    this.#since = now();
  }
}
