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

/** A fault ends the reply badly; the adapter that owns the connection carries it out. */
export const FAULTS = ['reset', 'truncate', 'half-frame', 'stall', 'no-done'] as const;
export type Fault = (typeof FAULTS)[number];

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

/** One thing that a plan does, in order. `at` is ms of virtual time since the reply began, without holds. */
export type PlannedItem =
  | {
      readonly type: 'frame';
      readonly kind: FrameKind;
      readonly at: number;
      readonly step: string | undefined;
      /** Where the frame comes from in its scenario: `['reply', 2]`. */
      readonly path: readonly (string | number)[];
      /** What the frame says, for the spec: a chunk or error event; undefined where no schema applies. */
      spec(ids: ResponseIds): unknown;
      /** The bytes on the wire. */
      render(ids: ResponseIds): string | Uint8Array;
    }
  | { readonly type: 'hold'; readonly name: string; readonly at: number; readonly step: string | undefined }
  | { readonly type: 'fault'; readonly fault: Fault; readonly at: number; readonly step: string | undefined };

export type PlannedFrame = Extract<PlannedItem, { type: 'frame' }>;

/** A whole answer, ready to be played any number of times. Immutable, and cached by its request and scenario. */
export interface Plan {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `stream`: SSE frames; `body`: one frame, the whole body. */
  readonly mode: 'stream' | 'body';
  readonly items: readonly PlannedItem[];
  /** When each round began, in ms of virtual time since the reply began. */
  readonly rounds: readonly number[];
  /** What a developer should know about this answer: sent as `x-mock-warning`. */
  readonly warnings: readonly string[];
}

/** A frame that is due: number (from 1), what it is and its bytes. */
export interface Frame {
  readonly number: number;
  readonly kind: FrameKind;
  readonly step: string | undefined;
  /** Virtual ms since the reply began at which it was due. */
  readonly due: number;
  readonly data: string | Uint8Array;
}

/** What the player hands to an adapter: frames due now, to be written together; or the fault that ends the connection. */
export type Burst =
  | { readonly type: 'frames'; readonly frames: readonly Frame[] }
  | {
      readonly type: 'fault';
      readonly fault: 'reset' | 'truncate' | 'half-frame';
      /** The first half of the frame that would have come next. */
      readonly half: Uint8Array;
    };

/** What is played, for one reader. Asking for the next burst says that the one before is written. */
export interface Bursts extends AsyncIterable<Burst> {
  /** Hands over the next burst as soon as it is due, which may be at once; undefined: there is none left. */
  take(taker: Taker): void;
  /** The reader has left. */
  leave(): void;
}

/** Must not throw. */
export type Taker = (burst: Burst | undefined) => void;

/** The core's answer: what an adapter (Express, fetch) puts on its connection. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly mode: 'stream' | 'body';
  readonly bursts: Bursts;
}
