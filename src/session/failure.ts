import { ERROR_CODES, type ErrorCode } from '../meilisearch/error-codes.ts';
import { meiliError } from '../meilisearch/errors.ts';
import type { PlannedItem, ResponseIds } from '../plan/types.ts';
import { DONE, dataEvent } from '../plan/wire/sse.ts';

/** Meilisearch's code, or a provider's. */
export type FailureCode = ErrorCode | (string & {});

/** What a stream that fails now still sends: an error event, and its end. */
export function failure(code: FailureCode, message: string | undefined, at: number): PlannedItem[] {
  const error = { ...errorOf(code, message), param: null, event_id: null };
  const event = (ids: ResponseIds) =>
    dataEvent(JSON.stringify({ event_id: ids.uuid(-1), type: 'error', error }));
  return [frame('error', at, event), frame('done', at, () => DONE)];
}

function frame(kind: 'error' | 'done', at: number, render: (ids: ResponseIds) => string): PlannedItem {
  return { type: 'frame', kind, at, step: undefined, path: [], spec: () => undefined, render };
}

function errorOf(code: string, message: string | undefined) {
  const known = ERROR_CODES.find((one) => one === code);
  if (known === undefined)
    return { type: 'server_error', code, message: message ?? `The model failed: ${code}.` };
  const { status, body } = meiliError(known, message);
  return { type: 'response_error', code: String(status), message: body.message };
}
