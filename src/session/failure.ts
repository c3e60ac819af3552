import { DONE, dataEvent } from '../reply/sse.ts';
import type { PlannedItem, Stamp } from '../reply/types.ts';
import { meiliError } from '../request/errors.ts';
import { ERROR_CODES, type ErrorCode } from '../scenario/error-codes.ts';

/** What a stream that fails now still sends: an error event, and its end. `code` is Meilisearch's, or a provider's. */
export function failure(
  code: ErrorCode | (string & {}),
  message: string | undefined,
  at: number,
): PlannedItem[] {
  const error = { ...errorOf(code, message), param: null, event_id: null };
  const event = (stamp: Stamp) =>
    dataEvent(JSON.stringify({ event_id: stamp.uuid(-1), type: 'error', error }));
  return [frame('error', at, event), frame('done', at, () => DONE)];
}

function frame(kind: 'error' | 'done', at: number, render: (stamp: Stamp) => string): PlannedItem {
  return { type: 'frame', kind, at, step: undefined, path: [], spec: () => undefined, render };
}

function errorOf(code: string, message: string | undefined) {
  const known = ERROR_CODES.find((one) => one === code);
  if (known === undefined)
    return { type: 'server_error', code, message: message ?? `The model failed: ${code}.` };
  const { status, body } = meiliError(known, message);
  return { type: 'response_error', code: String(status), message: body.message };
}
