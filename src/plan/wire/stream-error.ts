import type { ErrorCode } from '../../meilisearch/error-codes.ts';
import { meiliError } from '../../meilisearch/errors.ts';
import type { FrameItem, ResponseIds } from '../../playback/item.ts';
import type { FramePlace } from './json-frame.ts';
import { eventFrame } from './sse.ts';

/** What an error event inside a stream says. */
export interface ErrorEventBody {
  readonly type: string;
  readonly code: string | null;
  readonly message: string;
  readonly param: string | null;
}

/** An error of Meilisearch's own: its code in a stream is the HTTP status. */
export function ownError(code: ErrorCode, message: string | undefined): ErrorEventBody {
  const { status, body } = meiliError(code, message);
  return { type: 'response_error', code: String(status), message: body.message, param: null };
}

/** An error event. `event` is which of the response's events it is: it has a UUID of its own. */
export function errorFrame(error: ErrorEventBody, event: number, place: FramePlace): FrameItem {
  // The real server's key order.
  const { type, code, message, param } = error;
  const value = (ids: ResponseIds) => ({
    event_id: ids.uuid(event),
    type: 'error',
    error: { type, code, message, param, event_id: null },
  });
  return eventFrame('error', value, place);
}
