import type { ChatRequest, Profile } from '../meilisearch/chat-request.ts';
import type { Item } from '../playback/item.ts';
import type { ScenarioInput, SearchSpec, Step } from '../scenario/schema.ts';
import type { Generator } from './made-up/generate.ts';
import type { Position } from './script.ts';
import type { Tokenizer } from './tokens/tokens.ts';

/** What answers are made of. */
export interface PlanTools {
  readonly tokenizer: Tokenizer;
  readonly generator: Generator;
  /** Searches documents of one's own. None: such a search finds nothing. */
  readonly searchData?: (search: SearchSpec) => Promise<SearchSpec>;
  /** Answers a question about documents of one's own; undefined: it has no answer. None: answers are made up. */
  readonly answerFromData?: (question: DataQuestion) => Promise<Step[] | undefined>;
}

/** What a request without a scenario asks. */
export interface DataQuestion {
  readonly question: string;
  /** What was asked before it, the latest last. */
  readonly earlier: readonly string[];
  readonly seed: number;
}

export interface PlanRequest extends Position {
  readonly workspace: string;
  readonly body: ChatRequest;
  /** Undefined: the answer is made up. */
  readonly scenario: ScenarioInput | undefined;
  readonly profile: Profile;
  /** Fixes what is made up, beside the request itself. */
  readonly seed: number;
}

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
  /** About how many bytes of memory it takes. */
  readonly size: number;
}
