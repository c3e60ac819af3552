import type { FrameItem, FrameKind } from '../../playback/item.ts';
import { type FramePlace, JsonFrame, JsonShape, type ValueOf } from './json-frame.ts';

/** The opening line of every stream: how long an EventSource waits before it reconnects. Not counted as a frame. */
export const RETRY = 'retry: 10000\n\n';

const DONE = 'data: [DONE]\n\n';

/** The headers of a stream, as the real server sends them. */
export const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'content-encoding': 'identity',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
} as const;

/** One event of one line of JSON. */
export function dataEvent(json: string): string {
  return `data: ${json}\n\n`;
}

/** A comment; each of its lines is one. */
export function commentEvent(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => (line === '' ? ':' : `: ${line}`));
  return `${lines.join('\n')}\n\n`;
}

/** The frame of an event that sends a JSON value. */
export function eventFrame(kind: FrameKind, value: ValueOf, place: FramePlace): FrameItem {
  return new JsonFrame(kind, place, new JsonShape(value, dataEvent));
}

/** The frame that ends a stream. */
export function doneFrame(at: number): FrameItem {
  return { type: 'frame', kind: 'done', at, step: undefined, path: [], render: () => DONE };
}

/** The one frame of an answer that is not streamed. */
export function bodyFrame(value: ValueOf, at: number): FrameItem {
  const shape = new JsonShape(value, (json) => json);
  return new JsonFrame('body', { at, step: undefined, path: [] }, shape);
}
