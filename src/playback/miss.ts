import { type Timer, timers } from '../timers.ts';
import type { FrameKind } from './item.ts';
import type { Wait } from './waiting.ts';

/** A stream that ended, where the clock was to stop at something that never came. */
export interface MissedStop {
  readonly request: number;
  readonly sent: number;
  /** The kinds of its frames, each once. */
  readonly kinds: readonly FrameKind[];
  /** Real ms at which it ended. */
  readonly at: number;
}

/** How long another stream may take to follow the one that missed, in real ms: a page may be about to ask again. */
const FOLLOWS = 1000;

/** Says when one call that waits for the stop waits in vain. */
export class MissWatch {
  readonly #missed: () => MissedStop | undefined;
  readonly #began: number;

  /** @param missed the stream that has ended without coming to the stop, unless another one has begun */
  constructor({ until, timeout }: Wait, missed: () => MissedStop | undefined) {
    this.#began = until - timeout;
    this.#missed = missed;
  }

  /** Undefined: what is waited for may still come. */
  get hopeless(): MissedStop | undefined {
    return this.#givesUpAt <= timers.now() ? this.#missed() : undefined;
  }

  /** Calls back at every change, and when it becomes hopeless. */
  watch(changes: (listener: () => void) => () => void, listener: () => void): () => void {
    let timer: Timer;
    const setTimer = () => {
      timers.clearTimeout(timer);
      const left = this.#givesUpAt - timers.now();
      if (left < Number.POSITIVE_INFINITY) timer = timers.setTimeout(listener, Math.max(0, Math.ceil(left)));
    };
    const unwatch = changes(() => {
      setTimer();
      listener();
    });
    setTimer();
    return () => {
      timers.clearTimeout(timer);
      unwatch();
    };
  }

  get #givesUpAt(): number {
    const missed = this.#missed();
    return missed === undefined ? Number.POSITIVE_INFINITY : Math.max(missed.at, this.#began) + FOLLOWS;
  }
}
