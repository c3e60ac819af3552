import { FAULTS } from '../scenario/faults.ts';
import type { Path } from '../scenario/problems/problem.ts';

export { FAULTS };

/** What a frame is: the names that `clock.pauseAt(kind)` takes. */
export const FRAME_KINDS = [
  'role',
  'text',
  'refusal',
  'audio',
  'progress',
  'append',
  'sources',
  'toolCall',
  'functionCall',
  'finish',
  'usage',
  'error',
  'comment',
  'raw',
  'done',
  'body',
] as const;

export type FrameKind = (typeof FRAME_KINDS)[number];

/** Ends a reply badly; the host that owns the connection carries it out. */
export type Fault = (typeof FAULTS)[number];

/** Text, or bytes that need not be UTF-8. */
export type Data = string | Uint8Array;

/** The ids and times of one response; everything else of it is fixed by its plan. */
export interface ResponseIds {
  /** `chatcmpl-…` of a round (one round: one call of the model). */
  id(round: number): string;
  /** Unix seconds at which a round began. */
  created(round: number): number;
  /** The model's call id of the n-th call of this response. */
  callId(call: number): string;
  /** The UUID of the n-th event of this response. */
  uuid(event: number): string;
}

interface ItemBase {
  /** Virtual ms since the reply began, without holds. */
  readonly at: number;
  /** The id of its step. */
  readonly step: string | undefined;
}

/** One frame of a plan. */
export interface FrameItem extends ItemBase {
  readonly type: 'frame';
  readonly kind: FrameKind;
  readonly path: Path;
  /** The JSON value that the frame sends: what is proven, and what its bytes are made of. None: no schema applies. */
  value?(ids: ResponseIds): unknown;
  /** The frame on the wire. */
  render(ids: ResponseIds): Data;
}

/** One thing that a plan does, in order. */
export type Item =
  | FrameItem
  | (ItemBase & { readonly type: 'hold'; readonly name: string })
  | (ItemBase & { readonly type: 'fault'; readonly fault: Fault });

/** Items that come while they are played: of a stream whose end nobody knows yet. */
export interface Feed {
  /** All that has come, in order. It grows. */
  readonly items: readonly Item[];
  /** Whether more may come. */
  readonly open: boolean;
  /** About how many bytes of memory the items take. */
  readonly size: number;
  /** What is sent at once, whatever the clock says, and is no frame. Taken once; undefined: nothing, or nothing yet. */
  takeOpening(): Data | undefined;
  /** From now on calls back when something has come, or nothing more will. */
  follow(listener: () => void): void;
  /** Puts a fault in, once so many frames have come. */
  strike(fault: Fault, after: number): void;
  /** Nobody plays it any more. */
  leave(): void;
}

/** What a host puts on its connection now: frames, to be written together, or the fault that ends the connection. */
export type Burst =
  | { readonly type: 'frames'; readonly frames: readonly Data[] }
  | {
      readonly type: 'fault';
      readonly fault: 'reset' | 'truncate' | 'half-frame';
      /** The first half of the frame that would have come next. */
      readonly half: Uint8Array;
    };

/** A reply as it is played, for one client. */
export interface Bursts {
  /**
   * Calls `taker` with the next burst as soon as it is due, which may be at once; with undefined after the last one. A
   * call says that the burst before is written. `taker` must not throw.
   */
  take(taker: (burst: Burst | undefined) => void): void;
  /** The client has left. */
  leave(): void;
}
