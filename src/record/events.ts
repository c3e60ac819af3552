import { createParser } from 'eventsource-parser';
import { isRecord } from '../scenario/problems/wording.ts';
import type { Exchange } from '../upstream/exchange.ts';
import { type JsonObject, parseJson } from './json.ts';

/** What one frame of a stream says; `at` in ms since the request. */
export type StreamEvent = { readonly at: number } & (
  | { readonly type: 'chunk'; readonly chunk: JsonObject }
  | { readonly type: 'error'; readonly error: unknown }
  | { readonly type: 'comment'; readonly text: string }
  | { readonly type: 'done' }
  /** The beginning of a frame: the connection broke in the middle of it. */
  | { readonly type: 'cut' }
  /** Something that no chat sends: its text, with the blank line that ends it. */
  | { readonly type: 'unknown'; readonly data: string }
);

/** Whether the answer is a stream of server-sent events, and not one body. */
export function isStream({ status, headers, frames }: Exchange): boolean {
  if (status !== 200) return false;
  const type = headers['content-type'];
  if (type !== undefined && type !== '') return type.startsWith('text/event-stream');
  return frames.length > 1 || /^\uFEFF?(?:data|retry|event|id)?:/.test(frames[0]?.data ?? '');
}

/** What the frames of a stream say, in order. */
export function eventsOfStream({ frames, ending }: Exchange): StreamEvent[] {
  return frames.flatMap((frame, index) =>
    eventsOf(frame, index === frames.length - 1 && ending !== 'complete'),
  );
}

/** @param mayBeCut whether the connection ended in or after this frame, and not as it should */
function eventsOf({ at, data }: Exchange['frames'][number], mayBeCut: boolean): StreamEvent[] {
  const comments: string[] = [];
  const events: StreamEvent[] = [];
  let strange = false;
  const parser = createParser({
    onEvent: (event) => events.push({ at, ...meaningOf(event.data, data, mayBeCut) }),
    onComment: (comment) => comments.push(comment.replace(/^ /, '')),
    onError: () => {
      strange = true;
    },
  });
  parser.feed(`${data.replace(/[\r\n]+$/, '')}\n\n`);
  if (strange) return [{ at, ...unreadable(data, mayBeCut) }];
  // The lines of one comment come one by one.
  if (comments.length > 0) events.unshift({ at, type: 'comment', text: comments.join('\n') });
  return events;
}

function meaningOf(text: string, frame: string, mayBeCut: boolean) {
  if (text === '[DONE]') return { type: 'done' } as const;
  const value = parseJson(text);
  if (isRecord(value) && Array.isArray(value.choices)) return { type: 'chunk', chunk: value } as const;
  if (isRecord(value) && value.error !== undefined) return { type: 'error', error: value.error } as const;
  return unreadable(frame, mayBeCut && value === undefined);
}

const unreadable = (frame: string, isCut: boolean) =>
  isCut
    ? ({ type: 'cut' } as const)
    : ({ type: 'unknown', data: `${frame.replace(/[\r\n]+$/, '')}\n\n` } as const);
