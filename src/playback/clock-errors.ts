/** What is said of a clock that is stepped where nothing can be. */
import { ChatMockError } from '../error.ts';
import type { ClockState } from './clock-state.ts';
import type { FrameKind } from './item.ts';
import type { MissedStop } from './miss.ts';

const OF_SEARCHES: ReadonlySet<string> = new Set<FrameKind>(['progress', 'append', 'sources']);

/** The error of a call that waits for a stop that a stream has missed. */
export function neverCame({ request, sent, kinds }: MissedStop, target: string | number): ChatMockError {
  const wanted = typeof target === 'number' ? `${target} frames` : `"${target}"`;
  const came = kinds.length === 0 ? '' : ` Its kinds of frames were: ${kinds.join(', ')}.`;
  const message = `The stream of request ${request} has ended after ${sent} frames, without ${wanted}.${came}`;
  const untold = OF_SEARCHES.has(String(target)) && !kinds.some((kind) => OF_SEARCHES.has(kind));
  return new ChatMockError('not-paused', message, {
    hint: untold
      ? "A search is told to a request that declares Meilisearch's tools, by a scenario that has one."
      : '',
  });
}

export function resumed(how: string): ChatMockError {
  return new ChatMockError('not-paused', `The clock was set running while it was stepped: ${how}.`);
}

export function nothingToStep(state: ClockState, saw: string, sent: number, wanted: number): ChatMockError {
  const done = sent === 0 ? '' : ` ${sent} of ${wanted} frames were sent.`;
  const held = state.streams.flatMap(({ heldAt }) => (heldAt === undefined ? [] : [`"${heldAt}"`]));
  if (held.length > 0) {
    const names = [...new Set(held)].join(', ');
    const message = `Nothing can be stepped: the stream waits at the hold ${names}.${done}`;
    return new ChatMockError('held', message, { hint: 'Release it first.' });
  }
  if (state.streams.length > 0) {
    return new ChatMockError('nothing-to-step', `No open stream has a frame to send: ${saw}.${done}`);
  }
  return new ChatMockError('nothing-to-step', `Nothing is streaming in this session.${done}`, {
    hint: 'Call pauseAt(0) before the request to hold it from its first frame on.',
  });
}

/** The error of a verb for a clock that stands, where it runs and nothing is going to stop it. */
export function notPaused(verb: 'paused()' | 'next()'): ChatMockError {
  return verb === 'paused()'
    ? new ChatMockError('not-paused', 'The clock is running, and nothing is going to pause it.', {
        hint: 'Call pauseAt(step id, kind or number of frames) before the request.',
      })
    : new ChatMockError('not-paused', 'next() steps a clock that stands, and this one is running.', {
        hint: 'Call pauseAt(step id, kind or number of frames), or pause(), first.',
      });
}
