import { MEILI_TOOLS } from '../meilisearch/tools.ts';
import type { Fault, ResponseIds } from '../playback/item.ts';
import { type FullPace, tokenTime, withPace } from '../playback/pace.ts';
import type { SearchSpec, Step } from '../scenario/schema.ts';
import type { AnswerEvent, EventContent, FinishReason } from './events.ts';
import type { TokenLogprob, tokenLogprobs } from './made-up/logprobs.ts';
import { createRandom, type Random } from './made-up/random.ts';
import type { PlacedStep } from './script.ts';
import type { Piece, Tokenizer } from './tokens/tokens.ts';
import type { Turns } from './turns.ts';
import { type Report, searchCall } from './wire/search-events.ts';

const DEFAULT_SEARCH_TIME = 250;
/** How often Meilisearch calls the model for one answer, at most. */
const MAX_ROUNDS = 20;

/** What a script needs to know of its request. */
export interface ExpandOptions {
  readonly choice: number;
  readonly pace: FullPace;
  readonly seed: number;
  readonly tokenizer: Tokenizer;
  /** The names of the tools that the request declares. */
  readonly declared: ReadonlySet<string>;
  readonly maxTokens: number;
  /** Makes up log probabilities, and how many alternatives each comes with; undefined: none are wanted. */
  readonly logprobs: { readonly of: typeof tokenLogprobs; readonly top: number } | undefined;
  /** The format of the speech that the text is spoken in; undefined: it is written. */
  readonly audioFormat: string | undefined;
  /** Calls are written as the legacy `function_call`. */
  readonly legacyCalls: boolean;
  /** External calls reach the client. The real server swallows them. */
  readonly externalCalls: boolean;
  /** Shared by the choices of a request: how many log probabilities are still made up. */
  readonly budget: { logprobs: number };
  readonly turns: Turns;
}

export interface ChoiceEvents {
  readonly events: readonly AnswerEvent[];
  /** When each round began, in virtual ms since the reply began. */
  readonly rounds: readonly number[];
  /** How many tokens the model wrote. */
  readonly tokens: number;
}

/** What happens in an answer, in order, and when: the events of its steps. */
export async function expand(steps: readonly PlacedStep[], options: ExpandOptions): Promise<ChoiceEvents> {
  const expander = new Expander(options);
  for (const step of steps) {
    if (!expander.ended) await expander.step(step);
  }
  return expander.result();
}

type ToolCall = Extract<Step, { toolCall: unknown }>['toolCall'];

class Expander {
  /** Nothing more can happen. */
  ended = false;
  readonly #options: ExpandOptions;
  readonly #random: Random;
  readonly #events: AnswerEvent[] = [];
  readonly #rounds: number[] = [];
  #at = 0;
  #roundOpen = false;
  #roleSent = false;
  #tokens = 0;
  /** How many events with a UUID of their own there are. */
  #numbered = 0;
  #calls = 0;
  #toolIndex = 0;
  #speech = '';
  #here: PlacedStep = { step: { wait: 0 }, path: [] };

  constructor(options: ExpandOptions) {
    this.#options = options;
    this.#random = createRandom(options.seed);
  }

  async result(): Promise<ChoiceEvents> {
    if (!this.ended) await this.#finish(this.#naturalEnd());
    const rounds = this.#rounds.length === 0 ? [0] : this.#rounds;
    return { events: this.#events, rounds, tokens: this.#tokens };
  }

  async step(placed: PlacedStep): Promise<void> {
    this.#here = placed;
    const { step } = placed;
    if ('text' in step && this.#options.audioFormat !== undefined) this.#speech += step.text;
    else if ('text' in step) await this.#tokensOf('text', step.text, withPace(this.#options.pace, step.pace));
    else if ('search' in step) await this.#search([step.search].flat());
    else if ('toolCall' in step) await this.#toolCall(step.toolCall);
    else if ('refusal' in step) await this.#tokensOf('refusal', step.refusal, this.#options.pace);
    else if ('wait' in step) this.#at += step.wait;
    else if ('hold' in step) this.#add({ type: 'hold', name: step.hold });
    else if ('error' in step) this.#error(step.error);
    else if ('comment' in step) this.#add({ type: 'comment', text: step.comment });
    else if ('raw' in step)
      this.#add({ type: 'raw', data: typeof step.raw === 'string' ? step.raw : decode(step.raw.base64) });
    else if ('finish' in step) await this.#finish(step.finish);
    else if ('fault' in step) await this.#fault(step.fault);
    else step satisfies never;
  }

  async #tokensOf(type: 'text' | 'refusal', text: string, pace: FullPace): Promise<void> {
    const { tokenizer, maxTokens, turns } = this.#options;
    this.#openRound(pace);
    if (!this.#roleSent) this.#role('');
    for (const piece of await tokenizer.split(text, turns)) {
      if (turns.due) await turns.next();
      if (this.#tokens + piece.count > maxTokens) {
        await this.#finish('length');
        return;
      }
      this.#tokens += piece.count;
      this.#add({ type, text: piece.text, logprobs: this.#logprobs(piece) });
      this.#tick(piece, pace);
    }
  }

  #logprobs(piece: Piece): TokenLogprob[] | undefined {
    const { logprobs, budget } = this.#options;
    if (logprobs === undefined || budget.logprobs <= 0) return undefined;
    budget.logprobs -= piece.count * (1 + logprobs.top);
    return logprobs.of(piece, logprobs.top, this.#random);
  }

  async #search(searches: readonly SearchSpec[]): Promise<void> {
    this.#openRound();
    // A model that makes several calls says its role first; with one, both come in one chunk, which is not sent on.
    if (!this.#roleSent && searches.length > 1) this.#role(null);
    for (const search of searches) {
      const { before, after, failure } = await searchCall(search, this.#callId(search.callId));
      this.#report(before);
      this.#at += search.takes ?? DEFAULT_SEARCH_TIME;
      this.#report(after);
      if (failure !== undefined)
        this.#add({ type: 'error', error: failure, event: this.#numbered++, ends: false });
    }
    this.#closeRound();
  }

  #report(reports: readonly Report[]): void {
    for (const report of reports) {
      if (this.#options.declared.has(MEILI_TOOLS[report.type]))
        this.#add({ ...report, event: this.#numbered++ });
    }
  }

  async #toolCall({ name, arguments: args = {}, callId }: ToolCall): Promise<void> {
    const { externalCalls, legacyCalls: legacy, tokenizer, pace, turns } = this.#options;
    this.#openRound();
    if (!externalCalls) {
      this.#closeRound();
      return;
    }
    const index = this.#toolIndex++;
    const first = !this.#roleSent;
    this.#roleSent = true;
    this.#add({ type: 'callBegins', index, callId: this.#callId(callId), name, legacy, first });
    const text = typeof args === 'string' ? args : JSON.stringify(args);
    for (const piece of await tokenizer.split(text, turns)) {
      if (turns.due) await turns.next();
      this.#tick(piece, pace);
      this.#tokens += piece.count;
      this.#add({ type: 'callArguments', index, text: piece.text, legacy });
    }
  }

  #error(spec: Extract<Step, { error: unknown }>['error']): void {
    const {
      message,
      type = 'server_error',
      code = null,
      param = null,
      ends = true,
    } = typeof spec === 'string' ? { message: spec } : spec;
    this.#add({ type: 'error', error: { type, code, message, param }, event: this.#numbered++, ends });
    this.ended = ends;
  }

  async #fault(fault: Fault): Promise<void> {
    if (fault === 'no-done') await this.#finish(this.#naturalEnd());
    this.#add({ type: 'fault', fault });
    // What would have come next: the half of it is what a cut frame shows.
    if (fault !== 'no-done') this.#add({ type: 'finish', reason: 'stop' });
    this.ended = true;
  }

  async #finish(reason: FinishReason | 'none'): Promise<void> {
    this.ended = true;
    this.#openRound();
    await this.#speak();
    // Nothing says that the model broke off: `[DONE]` follows what it said last.
    if (reason === 'none') return;
    if (!this.#roleSent) this.#role('');
    this.#add({ type: 'finish', reason });
  }

  /** One call of the model: its first token comes after the time to first token. */
  #openRound({ ttft }: FullPace = this.#options.pace): void {
    if (this.#roundOpen) return;
    this.#roundOpen = true;
    this.#roleSent = false;
    this.#rounds.push(this.#at);
    this.#at += ttft;
  }

  #closeRound(): void {
    this.#roundOpen = false;
    // The model is not called again, and nothing says so.
    if (this.#rounds.length >= MAX_ROUNDS) this.ended = true;
  }

  #role(content: '' | null): void {
    this.#roleSent = true;
    this.#add({ type: 'role', content });
  }

  #tick(piece: Piece, pace: FullPace): void {
    this.#at += tokenTime(pace, piece.count, this.#random);
  }

  /** The text of the answer as speech. */
  async #speak(): Promise<void> {
    const { audioFormat: format, seed, tokenizer, pace, turns } = this.#options;
    const text = this.#speech;
    if (format === undefined || text === '') return;
    if (!this.#roleSent) this.#role(null);
    const pieces = await tokenizer.split(text, turns);
    for (const { count } of pieces) this.#tokens += count;
    const [piece] = pieces;
    const { speechChunks } = await import('./made-up/audio.ts');
    for (const audio of speechChunks({ text, format, seed })) {
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

  #add(content: EventContent): void {
    this.#events.push({
      ...content,
      at: this.#at,
      choice: this.#options.choice,
      round: Math.max(0, this.#rounds.length - 1),
      step: this.#here.step.id,
      path: this.#here.path,
    });
  }
}

function decode(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
