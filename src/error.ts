/** Where something is wrong. Lines and columns count from 1. */
export interface Origin {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** JSON path inside the scenario or body: `reply[2].search.index`. */
  readonly path?: string;
}

/** The kinds of {@link ChatMockError}. */
export type ChatMockErrorCode =
  | 'invalid-scenario'
  | 'unknown-scenario'
  /** No step, kind of frame or hold has this name. */
  | 'unknown-name'
  | 'invalid-option'
  | 'nothing-to-step'
  | 'not-paused'
  | 'held'
  | 'timeout'
  | 'closed'
  /** A file from which no scenario can be made. */
  | 'invalid-import'
  | 'port-in-use'
  | 'unreachable'
  | 'control-refused';

/** Every error that this package throws: what is wrong, where, and how to mend it. An empty hint is none. */
export class ChatMockError extends Error {
  override readonly name = 'ChatMockError';
  readonly code: ChatMockErrorCode;
  readonly hint: string | undefined;
  readonly origin: Origin | undefined;

  constructor(
    code: ChatMockErrorCode,
    message: string,
    details: { hint?: string | undefined; origin?: Origin | undefined; cause?: unknown } = {},
  ) {
    const hint = details.hint || undefined;
    super(hint === undefined ? message : `${message} ${hint}`, { cause: details.cause });
    this.code = code;
    this.hint = hint;
    this.origin = details.origin;
  }
}
