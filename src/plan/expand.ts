import type { Fault, ResponseIds } from '../playback/item.ts';
import { type FullPace, tokenTime, withPace } from '../playback/pace.ts';
import type { SearchSpec, Step } from '../scenario/schema.ts';
import { searchesOf } from './documents.ts';
import type { AnswerEvent, EventBase, FinishReason } from './events.ts';
import { speechChunks } from './made-up/audio.ts';
import { tokenLogprobs } from './made-up/logprobs.ts';
import { createRandom, type Random } from './made-up/random.ts';
import type { PlacedStep } from './script.ts';
import type { Piece, Tokenizer } from './tokens/tokens.ts';
import { searchCall } from './wire/search-events.ts';

const DEFAULT_SEARCH_TIME = 250;
/** How often Meilisearch calls the model for one answer, at most. */
const MAX_ROUNDS = 20;

/** What a script needs to know of its request. */
export interface ExpandOptions {
  readonly choice: number;
  readonly pace: FullPace;
  readonly seed: number;
  readonly tokenizer: Tokenizer;
  readonly declared: ReadonlySet<string>;
  readonly maxTokens: number | undefined;
  /** How many alternatives a token's log probability comes with; undefined: no log probabilities. */
  readonly topLogprobs: number | undefined;
  /** The format of the speech that goes with the text. */
  readonly audioFormat: string | undefined;
  /** Calls are written as the legacy `function_call`. */
  readonly legacyCalls: boolean;
  /** External calls reach the client. The real server swallows them. */
  readonly externalCalls: boolean;
}

export interface ChoiceEvents {
  readonly events: readonly AnswerEvent[];
  /** When each round began, in virtual ms since the reply began. */
  readonly rounds: readonly number[];
  /** How many tokens the model wrote. */
  readonly tokens: number;
}

/** What happens in an answer, in order, and when: the events of its steps. */
export function expand(steps: readonly PlacedStep[], options: ExpandOptions): ChoiceEvents {
  const expander = new Expander(options);
  for (const step of steps) {
    if (expander.over) break;
    expander.step(step);
  }
  return expander.result();
}

class Expander {
  readonly #options: ExpandOptions;
  readonly #random: Random;
  readonly #timed: AnswerEvent[] = [];
  readonly #rounds: number[] = [];
  #at = 0;
  #round = -1;
  #roundOpen = false;
  #roleSent = false;
  #tokens = 0;
  #events = 0;
  #calls = 0;
  #toolIndex = 0;
  #finished: FinishReason | 'none' | undefined;
  #ended = false;
  #speech: string[] = [];
  #here: PlacedStep = { step: { wait: 0 }, path: [] };

  constructor(options: ExpandOptions) {
    this.#options = options;
    this.#random = createRandom(options.seed);
  }

  /** Nothing more can happen. */
  get over(): boolean {
    return this.#ended || this.#finished !== undefined;
  }

  result(): ChoiceEvents {
    if (!this.#ended) this.#finish(this.#finished ?? this.#naturalEnd());
    return {
      events: this.#timed,
      rounds: this.#rounds.length === 0 ? [0] : this.#rounds,
      tokens: this.#tokens,
    };
  }

  step(placed: PlacedStep): void {
    this.#here = placed;
    const { step } = placed;
    if ('text' in step) this.#text(step);
    else if ('search' in step) this.#search(searchesOf(step));
    else if ('toolCall' in step) this.#toolCall(step.toolCall);
    else if ('refusal' in step) this.#tokensOf('refusal', step.refusal, this.#options.pace);
    else if ('wait' in step) this.#at += step.wait;
    else if ('hold' in step) this.#add({ type: 'hold', name: step.hold });
    else if ('error' in step) this.#error(step.error);
    else if ('comment' in step) this.#add({ type: 'comment', text: step.comment });
    else if ('raw' in step)
      this.#add({ type: 'raw', data: typeof step.raw === 'string' ? step.raw : decode(step.raw.base64) });
    else if ('finish' in step) this.#finished = step.finish;
    else if ('fault' in step) this.#fault(step.fault);
    else step satisfies never;
  }

  #text(step: Extract<Step, { text: string }>): void {
    if (this.#options.audioFormat !== undefined) {
      this.#speech.push(step.text);
      return;
    }
    this.#tokensOf('text', step.text, withPace(this.#options.pace, step.pace));
  }

  #tokensOf(type: 'text' | 'refusal', text: string, pace: FullPace): void {
    this.#openRound(pace);
    if (!this.#roleSent) this.#role('');
    for (const piece of this.#options.tokenizer.split(text)) {
      if (!this.#spend(piece)) return;
      this.#add({ type, piece, logprobs: this.#logprobs(piece) });
      this.#tick(piece, pace);
    }
  }

  #search(searches: readonly SearchSpec[]): void {
    this.#openRound();
    // A model that makes several calls says its role first; with one, both come in one chunk, which is not sent on.
    if (!this.#roleSent && searches.length > 1) this.#role(null);
    for (const search of searches) this.#oneSearch(search);
    this.#closeRound();
  }

  #oneSearch(search: SearchSpec): void {
    const { declared } = this.#options;
    const callId = this.#callId(search.callId);
    const call = searchCall(search, callId);
    const tell = (type: 'progress' | 'append' | 'sources', text: (ids: ResponseIds) => string) => {
      if (declared.has(type)) this.#add({ type, arguments: text, event: this.#events++ });
    };
    tell('progress', call.progress);
    tell('append', call.appendCall);
    this.#at += search.takes ?? DEFAULT_SEARCH_TIME;
    if (call.sources !== undefined) tell('sources', call.sources);
    tell('append', call.appendResult);
    if (call.failure !== undefined) {
      this.#add({ type: 'error', error: call.failure, event: this.#events++, ends: false });
    }
  }

  #toolCall(call: Extract<Step, { toolCall: unknown }>['toolCall']): void {
    this.#openRound();
    if (!this.#options.externalCalls) {
      this.#closeRound();
      return;
    }
    const legacy = this.#options.legacyCalls;
    const index = this.#toolIndex++;
    const first = !this.#roleSent;
    this.#roleSent = true;
    this.#add({
      type: 'callBegins',
      index,
      callId: this.#callId(call.callId),
      name: call.name,
      legacy,
      first,
    });
    const text = typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments ?? {});
    for (const piece of this.#options.tokenizer.split(text)) {
      this.#tick(piece, this.#options.pace);
      this.#tokens += piece.count;
      this.#add({ type: 'callArguments', index, piece, legacy });
    }
  }

  #error(error: Extract<Step, { error: unknown }>['error']): void {
    const said = typeof error === 'string' ? { message: error } : error;
    const { message, type = 'server_error', code = null, param = null, ends = true } = said;
    this.#add({ type: 'error', error: { type, code, message, param }, event: this.#events++, ends });
    this.#ended = ends;
  }

  #fault(fault: Fault): void {
    if (fault === 'no-done') this.#finish(this.#naturalEnd());
    this.#add({ type: 'fault', fault });
    // What would have come next: the half of it is what a cut frame shows.
    if (fault !== 'no-done') this.#add({ type: 'finish', reason: 'stop' });
    this.#ended = true;
  }

  #finish(reason: FinishReason | 'none'): void {
    this.#openRound();
    this.#say();
    // Nothing says that the model broke off: `[DONE]` follows what it said last.
    if (reason === 'none') return;
    if (!this.#roleSent) this.#role('');
    this.#add({ type: 'finish', reason });
  }

  /** One call of the model: its first token comes after the time to first token. */
  #openRound(pace: FullPace = this.#options.pace): void {
    if (this.#roundOpen) return;
    this.#roundOpen = true;
    this.#roleSent = false;
    this.#round++;
    this.#rounds.push(this.#at);
    this.#at += pace.ttft;
  }

  #closeRound(): void {
    this.#roundOpen = false;
    // The model is not called again, and nothing says so.
    if (this.#rounds.length >= MAX_ROUNDS) this.#ended = true;
  }

  #role(content: '' | null): void {
    this.#roleSent = true;
    this.#add({ type: 'role', content });
  }

  /** Whether the request's token limit lets one more piece through. */
  #spend(piece: Piece): boolean {
    const { maxTokens } = this.#options;
    if (maxTokens !== undefined && this.#tokens + piece.count > maxTokens) {
      this.#finished = 'length';
      return false;
    }
    this.#tokens += piece.count;
    return true;
  }

  #tick(piece: Piece, pace: FullPace): void {
    this.#at += tokenTime(pace, piece.count, this.#random);
  }

  /** The text of the answer, spoken. */
  #say(): void {
    const { audioFormat, seed, tokenizer, pace } = this.#options;
    const text = this.#speech.join('');
    if (audioFormat === undefined || text === '') return;
    this.#speech = [];
    if (!this.#roleSent) this.#role(null);
    const [piece] = tokenizer.split(text);
    this.#tokens += tokenizer.count(text);
    for (const audio of speechChunks({ text, format: audioFormat, seed })) {
      this.#add({ type: 'audio', audio });
      if (piece !== undefined) this.#tick(piece, pace);
    }
  }

  #naturalEnd(): FinishReason {
    if (this.#toolIndex === 0) return 'stop';
    return this.#options.legacyCalls ? 'function_call' : 'tool_calls';
  }

  #callId(fixed: string | undefined): (ids: ResponseIds) => string {
    const call = this.#calls++;
    return fixed === undefined ? (ids) => ids.callId(call) : () => fixed;
  }

  #logprobs(piece: Piece) {
    const { topLogprobs } = this.#options;
    return topLogprobs === undefined ? undefined : tokenLogprobs(piece, topLogprobs, this.#random);
  }

  #add(event: DistributiveOmit<AnswerEvent, keyof EventBase>): void {
    this.#timed.push({
      ...event,
      at: this.#at,
      choice: this.#options.choice,
      round: Math.max(0, this.#round),
      step: this.#here.step.id,
      path: this.#here.path,
    });
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function decode(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
