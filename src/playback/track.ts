import type { StreamState } from './clock-state.ts';
import type { HeapItem } from './heap.ts';

/** What plays by a timeline: one stream. */
export interface Track extends HeapItem {
  /** Virtual time at which its next item is due. Does not change while the track is parked. */
  readonly due: number;
  /** Frames handed over so far. */
  readonly sent: number;
  /** Whether it sends nothing more, and stays open. */
  readonly stalled: boolean;
  /** Whether frames that were let through are still being written. */
  readonly busy: boolean;
  /** Its place among the tracks, so that equal deadlines keep the order of the requests. */
  readonly order: number;
  state(): StreamState;
  /** Looks again whether something may be sent. */
  wake(): void;
}

/** What a timeline must know of a frame to stop before it. */
export interface Stop {
  /** Frames sent before this one. */
  readonly sent: number;
  /** Virtual time at which the last of them was due; that of the stream's beginning when there is none. */
  readonly since: number;
  readonly kind: string;
  readonly step: string | undefined;
}
