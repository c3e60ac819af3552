import { ChatMockError, type ChatMockErrorCode, type Origin } from '../error.ts';
import type { Match } from '../scenario/schema.ts';

/** On every answer of the control API, and on none of anything else. Its value is the version of the protocol. */
export const CONTROL_HEADER = 'x-mock-control';
export const CONTROL_VERSION = '1';

/** The header that brings the control key. */
export const CONTROL_KEY_HEADER = 'x-mock-control-key';

/** A control key, which a header must be able to carry. Throws `invalid-option`. */
export function checkControlKey(key: string): string {
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new ChatMockError('invalid-option', 'A control key is of visible ASCII characters, without spaces.');
}

/** A scenario as the control API lists it. */
export interface ScenarioSummary {
  readonly name: string;
  readonly description?: string | undefined;
  /** The file that it comes from, unless it was made in code. */
  readonly file?: string | undefined;
  /** When it is chosen by itself; without one, only by its name. */
  readonly match?: Match | undefined;
  /** Whether `use` put it in force in this session. */
  readonly used: boolean;
}

/** What was sent: a list when it was an object with only `results`, as Meilisearch sends its lists. */
export function fromListing(body: unknown): unknown {
  const isListing = typeof body === 'object' && body !== null && Object.keys(body).join() === 'results';
  return isListing && 'results' in body ? body.results : body;
}

/** An error of the control API: Meilisearch's keys, and what makes a {@link ChatMockError} of it again. */
export interface ControlErrorBody {
  readonly message: string;
  readonly code: string;
  readonly type: string;
  readonly link: string;
  /** Undefined for a fault of the mock itself. */
  readonly mock?: {
    readonly code: ChatMockErrorCode;
    readonly hint?: string | undefined;
    readonly origin?: Origin | undefined;
  };
}

const STATUS: Readonly<Record<ChatMockErrorCode, number>> = {
  'invalid-scenario': 400,
  'unknown-scenario': 404,
  'unknown-name': 404,
  'invalid-option': 400,
  'invalid-import': 400,
  'nothing-to-step': 409,
  'not-paused': 409,
  held: 409,
  timeout: 408,
  closed: 409,
  'port-in-use': 500,
  unreachable: 500,
  'control-refused': 403,
};

/** The HTTP status of an error. */
export function statusOf({ code }: ChatMockError): number {
  return STATUS[code];
}

/** An error as the control API sends it. */
export function toErrorBody(error: ChatMockError): ControlErrorBody {
  const { message, code, hint, origin } = error;
  return {
    message,
    code: 'bad_request',
    type: code === 'control-refused' ? 'auth' : 'invalid_request',
    link: 'https://docs.meilisearch.com/errors#bad_request',
    mock: { code, hint, origin },
  };
}

/** The error that the control API sent. */
export function fromErrorBody({ message, mock }: ControlErrorBody, status: number): ChatMockError {
  if (mock === undefined) {
    return new ChatMockError('control-refused', `The mock answered HTTP ${status}: ${message}`);
  }
  const { code, hint, origin } = mock;
  // The message ends with the hint, which the constructor is going to add.
  const text = hint === undefined ? message : message.slice(0, -hint.length - 1);
  return new ChatMockError(code, text, {
    ...(hint === undefined ? {} : { hint }),
    ...(origin === undefined ? {} : { origin }),
  });
}
