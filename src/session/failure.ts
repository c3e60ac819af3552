import { ERROR_CODES, type ErrorCode } from '../meilisearch/error-codes.ts';
import { doneFrame } from '../plan/wire/sse.ts';
import { type ErrorEventBody, errorFrame, ownError } from '../plan/wire/stream-error.ts';
import type { Item } from '../playback/item.ts';

/** Which of a response's events this is: none that its plan has. */
const EVENT = -1;

/** Meilisearch's code, or a provider's. */
export type FailureCode = ErrorCode | (string & {});

/** What a stream that fails now still sends: an error event, and its end. */
export function failure(code: FailureCode, message: string | undefined, at: number): Item[] {
  return [errorFrame(errorOf(code, message), EVENT, { at, step: undefined, path: [] }), doneFrame(at)];
}

function errorOf(code: string, message: string | undefined): ErrorEventBody {
  const known = ERROR_CODES.find((one) => one === code);
  if (known === undefined) {
    return { type: 'server_error', code, message: message ?? `The model failed: ${code}.`, param: null };
  }
  return ownError(known, message);
}
