import type { ChatRequest, Profile } from '../meilisearch/chat-request.ts';
import type { Feed, Item } from '../playback/item.ts';
import type { ScenarioInput } from '../scenario/schema.ts';
import type { Generator } from './made-up/generate.ts';
import type { Position } from './script.ts';
import type { Tokenizer } from './tokens/tokens.ts';

/** What answers are made of. */
export interface PlanTools {
  readonly tokenizer: Tokenizer;
  readonly generator: Generator;
  /** A text of the request as an answer may repeat it. Default: as it is. */
  readonly quote?: (text: string) => string;
}

export interface PlanRequest extends Position {
  readonly workspace: string;
  readonly body: ChatRequest;
  /** Undefined: the answer is made up. */
  readonly scenario: ScenarioInput | undefined;
  readonly profile: Profile;
  /** Fixes what is made up, beside the request itself. */
  readonly seed: number;
  /** In place of what the pace says, in ms. */
  readonly ttft?: number | undefined;
}

/** A whole answer, ready to be played any number of times. Immutable (but for a feed), and cached by its request and scenario. */
export interface Plan {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `stream`: SSE frames; `body`: one frame, the whole body. */
  readonly mode: 'stream' | 'body';
  readonly items: readonly Item[];
  /** The items are those of this, and more may come. Such a plan is played once. */
  readonly feed?: Feed;
  /** When each round began, in ms of virtual time since the reply began. */
  readonly rounds: readonly number[];
  /** What a developer should know about this answer: sent as `x-mock-warning`. */
  readonly warnings: readonly string[];
  /** About how many bytes of memory it takes. */
  readonly size: number;
  /** Whether it is outside of the OpenAPI document on purpose: it is not held against it. */
  readonly offSpec?: boolean;
}
