import type { Fault, ResponseIds } from '../playback/item.ts';
import type { Path } from '../scenario/problems/problem.ts';
import type { AudioDelta } from './made-up/audio.ts';
import type { TokenLogprob } from './made-up/logprobs.ts';
import type { ErrorEventBody } from './wire/stream-error.ts';

export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'function_call';

/** What happens in an answer, apart from how it is written on the wire: streamed or as one body. */
export type AnswerEvent = EventContent & {
  /** Virtual ms since the reply began, without holds. */
  readonly at: number;
  readonly choice: number;
  /** Which call of the model this belongs to. */
  readonly round: number;
  readonly step: string | undefined;
  readonly path: Path;
};

export type EventContent =
  | { readonly type: 'role'; readonly content: '' | null }
  | {
      readonly type: 'text' | 'refusal';
      readonly text: string;
      readonly logprobs: readonly TokenLogprob[] | undefined;
    }
  | { readonly type: 'audio'; readonly audio: AudioDelta }
  | {
      /** A call to one of the tools by which Meilisearch reports a search. */
      readonly type: 'progress' | 'append' | 'sources';
      /** The tool's arguments, as the JSON text that goes on the wire. */
      readonly arguments: (ids: ResponseIds) => string;
      /** Which of the response's events this is: it has a UUID of its own. */
      readonly event: number;
    }
  | {
      /** The beginning of a call to a function of the client. */
      readonly type: 'callBegins';
      readonly index: number;
      readonly callId: (ids: ResponseIds) => string;
      readonly name: string;
      /** The legacy `function_call` form. */
      readonly legacy: boolean;
      /** Whether this is the first thing the model says, so that its chunk carries the role. */
      readonly first: boolean;
    }
  | {
      readonly type: 'callArguments';
      readonly index: number;
      readonly text: string;
      readonly legacy: boolean;
    }
  | { readonly type: 'finish'; readonly reason: FinishReason }
  | {
      /** An error event inside the stream. */
      readonly type: 'error';
      readonly error: ErrorEventBody;
      readonly event: number;
      /** Whether the answer ends with it. */
      readonly ends: boolean;
    }
  | { readonly type: 'comment'; readonly text: string }
  | { readonly type: 'raw'; readonly data: string | Uint8Array }
  | { readonly type: 'hold'; readonly name: string }
  | { readonly type: 'fault'; readonly fault: Fault };
