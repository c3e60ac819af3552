import { EventSplitter, WholeBody } from './event-splitter.ts';
import type { Exchange } from './exchange.ts';
import { eventFrameOf, isRetry, wholeFrame } from './frame.ts';
import type { GrowingFeed } from './growing-feed.ts';

/** What came of a chat. */
export interface Read extends Pick<Exchange, 'frames' | 'ending'> {
  /** Why it broke off. */
  readonly why: unknown;
}

interface Reading {
  readonly feed: GrowingFeed;
  /** Real ms since the request was sent. */
  elapsed(): number;
  /** Something has come. */
  touch(): void;
}

const utf8 = new TextDecoder();

/** Reads what comes to its end, and feeds it to what plays it. */
export async function readChat({ body }: Response, reading: Reading): Promise<Read> {
  const { feed, elapsed, touch } = reading;
  const { mode } = feed;
  const frames: { at: number; data: string }[] = [];
  const parts = mode === 'stream' ? new EventSplitter() : new WholeBody();
  const take = (bytes: Uint8Array, whole: boolean) => {
    const at = elapsed();
    const text = utf8.decode(bytes);
    frames.push({ at, data: mode === 'stream' ? text.replace(/(\r?\n)+$/, '') : text });
    if (mode === 'stream' && frames.length === 1 && isRetry(bytes)) feed.begin(bytes);
    else if (mode === 'stream') feed.push(eventFrameOf(bytes, { at, whole }), bytes.length);
    else if (whole) feed.push(wholeFrame(bytes, at), bytes.length);
  };
  let ending: Exchange['ending'] = 'complete';
  let why: unknown;
  try {
    const reader = body?.getReader();
    for (;;) {
      const { value, done = true } = (await reader?.read()) ?? {};
      if (done || value === undefined) break;
      touch();
      for (const event of parts.push(value)) take(event, true);
      // Aborted while nothing was being read: the next read may never return.
      if (!feed.open) break;
    }
    if (!feed.open) ending = 'left';
  } catch (error) {
    ending = feed.open ? 'broken' : 'left';
    why = error;
  }
  const rest = parts.rest();
  // Half a body goes out as no body: there is nothing that it could say.
  if (rest.length > 0 || mode === 'body') take(rest, mode === 'body' && ending === 'complete');
  if (ending === 'broken') feed.break(elapsed());
  else feed.close();
  return { frames, ending, why };
}
