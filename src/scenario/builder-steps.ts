import type { Pace, SearchSpec, Step, StepKind } from './schema.ts';

/** What a step of a kind is written with: `ValueOf<'wait'>` is a number. */
type ValueOf<Kind extends StepKind, Any = Step> =
  Any extends Readonly<Record<Kind, infer Value>> ? Value : never;

type StreamError = Exclude<ValueOf<'error'>, string>;

/** What every step may have besides what it does. */
interface StepOptions {
  /** A name to pause at: `clock.pauseAt(id)`. */
  readonly id?: string;
}

/** The methods of a {@link StepBuilder} that its users see. */
export type StepMethods<Open, Ended> = {
  [Method in keyof StepBuilder<Open, Ended>]: StepBuilder<Open, Ended>[Method];
};

/**
 * One method for each kind of step. `Open` is the builder to go on with; `Ended` the one after a step that ends the
 * reply, which takes no more steps.
 */
export abstract class StepBuilder<Open, Ended> {
  protected abstract add(step: Step): Open & Ended;

  /** Markdown, streamed token by token. */
  text(markdown: string, options: StepOptions & { readonly pace?: Pace } = {}): Open {
    return this.add({ ...options, text: markdown });
  }

  /** A search in an index; a list is several searches of one round. */
  search(search: SearchSpec | readonly SearchSpec[], options: StepOptions = {}): Open {
    return this.add({ ...options, search: isList(search) ? [...search] : search });
  }

  /** A call to a function of the client. The steps after it answer the request that brings the result. */
  toolCall(toolCall: ValueOf<'toolCall'>, options: StepOptions = {}): Open {
    return this.add({ ...options, toolCall });
  }

  /** The model refuses, in these words. */
  refusal(refusal: string, options: StepOptions = {}): Open {
    return this.add({ ...options, refusal });
  }

  /** A pause, in ms. */
  wait(ms: number, options: StepOptions = {}): Open {
    return this.add({ ...options, wait: ms });
  }

  /** Waits until a test releases this name. */
  hold(name: string, options: StepOptions = {}): Open {
    return this.add({ ...options, hold: name });
  }

  /** An error event inside the stream. It ends the answer, unless it says `ends: false`. */
  error(error: StreamError & { readonly ends: false }, options?: StepOptions): Open;
  error(error: string | StreamError, options?: StepOptions): Ended;
  error(error: string | StreamError, options: StepOptions = {}): Open & Ended {
    return this.add({ ...options, error });
  }

  /** An SSE comment. */
  comment(comment: string, options: StepOptions = {}): Open {
    return this.add({ ...options, comment });
  }

  /** Bytes put on the wire as they are, unproven. */
  raw(raw: ValueOf<'raw'>, options: StepOptions = {}): Open {
    return this.add({ ...options, raw });
  }

  /** Ends the reply; `none`: without a reason. Default: `stop`. */
  finish(finish: ValueOf<'finish'> = 'stop', options: StepOptions = {}): Ended {
    return this.add({ ...options, finish });
  }

  /** Ends the reply badly. */
  fault(fault: ValueOf<'fault'>, options: StepOptions = {}): Ended {
    return this.add({ ...options, fault });
  }
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);
