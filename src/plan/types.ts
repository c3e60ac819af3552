import type { Item } from '../playback/item.ts';

/** A whole answer, ready to be played any number of times. Immutable, and cached by its request and scenario. */
export interface Plan {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `stream`: SSE frames; `body`: one frame, the whole body. */
  readonly mode: 'stream' | 'body';
  readonly items: readonly Item[];
  /** When each round began, in ms of virtual time since the reply began. */
  readonly rounds: readonly number[];
  /** What a developer should know about this answer: sent as `x-mock-warning`. */
  readonly warnings: readonly string[];
}
