import type { ErrorSpec, Pace, SearchSpec, Step } from './schema.ts';

type StepOf<Kind extends string> = Extract<Step, Readonly<Record<Kind, unknown>>>;

/** What every step may have besides what it does. */
export interface StepOptions {
  /** A name to pause at: `clock.pauseAt(id)`. */
  readonly id?: string;
}

export type ToolCallSpec = StepOf<'toolCall'>['toolCall'];
/** An error event inside the stream; `ends: false` lets the answer go on after it. */
export type StreamErrorSpec = Exclude<StepOf<'error'>['error'], string>;
export type FinishReason = StepOf<'finish'>['finish'];
export type FaultKind = StepOf<'fault'>['fault'];

/**
 * One method for each kind of step. `Open` is the builder to go on with; `Ended` the one after a step that ends the
 * reply, which takes no more steps.
 */
export interface StepMethods<Open, Ended> {
  /** Markdown, streamed token by token. */
  text(markdown: string, options?: StepOptions & { readonly pace?: Pace }): Open;
  /** A search in an index; a list is several searches of one round. */
  search(search: SearchSpec | readonly SearchSpec[], options?: StepOptions): Open;
  /** A call to a function of the client. The steps after it answer the request that brings the result. */
  toolCall(call: ToolCallSpec, options?: StepOptions): Open;
  /** The model refuses, in these words. */
  refusal(words: string, options?: StepOptions): Open;
  /** A pause, in ms. */
  wait(ms: number, options?: StepOptions): Open;
  /** Waits until a test releases this name. */
  hold(name: string, options?: StepOptions): Open;
  /** An error event inside the stream. It ends the answer, unless it says `ends: false`. */
  error(error: StreamErrorSpec & { readonly ends: false }, options?: StepOptions): Open;
  error(error: string | StreamErrorSpec, options?: StepOptions): Ended;
  /** An SSE comment. */
  comment(text: string, options?: StepOptions): Open;
  /** Bytes put on the wire as they are, unproven. */
  raw(bytes: StepOf<'raw'>['raw'], options?: StepOptions): Open;
  /** Ends the reply; `none`: without a reason. Default: `stop`. */
  finish(reason?: FinishReason, options?: StepOptions): Ended;
  /** Ends the reply badly. */
  fault(fault: FaultKind, options?: StepOptions): Ended;
}

/** An HTTP error before any stream: a code of Meilisearch's catalogue. */
export type HttpError = ErrorSpec;

/** The step methods on top of one that adds a step: for a whole scenario, and for one of its outcomes. */
export abstract class StepBuilder<Self> implements StepMethods<Self, Self> {
  protected abstract add(step: Step): Self;

  text(markdown: string, options: StepOptions & { readonly pace?: Pace } = {}): Self {
    return this.add({ ...options, text: markdown });
  }

  search(search: SearchSpec | readonly SearchSpec[], options: StepOptions = {}): Self {
    return this.add({ ...options, search: isList(search) ? [...search] : search });
  }

  toolCall(toolCall: ToolCallSpec, options: StepOptions = {}): Self {
    return this.add({ ...options, toolCall });
  }

  refusal(refusal: string, options: StepOptions = {}): Self {
    return this.add({ ...options, refusal });
  }

  wait(ms: number, options: StepOptions = {}): Self {
    return this.add({ ...options, wait: ms });
  }

  hold(name: string, options: StepOptions = {}): Self {
    return this.add({ ...options, hold: name });
  }

  error(error: string | StreamErrorSpec, options: StepOptions = {}): Self {
    return this.add({ ...options, error });
  }

  comment(comment: string, options: StepOptions = {}): Self {
    return this.add({ ...options, comment });
  }

  raw(raw: StepOf<'raw'>['raw'], options: StepOptions = {}): Self {
    return this.add({ ...options, raw });
  }

  finish(finish: FinishReason = 'stop', options: StepOptions = {}): Self {
    return this.add({ ...options, finish });
  }

  fault(fault: FaultKind, options: StepOptions = {}): Self {
    return this.add({ ...options, fault });
  }
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);
