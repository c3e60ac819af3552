/** The opening line of every stream: how long an EventSource waits before it reconnects. Not counted as a frame. */
export const RETRY = 'retry: 10000\n\n';

export const DONE = 'data: [DONE]\n\n';

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
