import type { ResponseIds } from '../../playback/item.ts';
import { eventFrame, type FramePlace } from './sse.ts';

/** What an error event inside a stream says. */
export interface StreamError {
  readonly type: string;
  readonly code: string | null;
  readonly message: string;
  readonly param: string | null;
}

/** An error event, in the real server's key order. `event` is which of the response's events it is: it has a UUID of its own. */
export function errorFrame({ type, code, message, param }: StreamError, event: number, place: FramePlace) {
  const value = (ids: ResponseIds) => ({
    event_id: ids.uuid(event),
    type: 'error',
    error: { type, code, message, param, event_id: null },
  });
  return eventFrame('error', value, place);
}
