import type { Plan } from '../plan/types.ts';
import { LONGEST_TIMER } from '../playback/waiting.ts';
import type { ProxyChat } from './exchange.ts';
import { GrowingFeed } from './growing-feed.ts';
import { endToEnd, TO_THE_MOCK } from './headers.ts';
import { type Read, readChat } from './read-chat.ts';
import { Silence } from './trouble.ts';

/** A chat request that goes on to another server. */
export interface OutgoingChat {
  readonly workspace: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Decompressed. */
  readonly body: Uint8Array;
  /** Real ms that the server may be silent. */
  readonly timeout: number;
  /** When its client leaves before there is an answer. */
  readonly signal: AbortSignal | undefined;
}

/** A chat that another server has begun to answer. */
export interface OpenChat {
  readonly plan: Plan;
  /** Resolves at its end. */
  readonly over: Promise<Read>;
}

/** Of a request: what `fetch` says itself, and what is of the mock or of the page that asks. */
const NOT_SENT = ['host', 'content-length', 'content-encoding', 'accept-encoding', 'expect', 'cookie'];
/** Of an answer: what a host of ours says itself. */
const NOT_GIVEN = ['content-length', 'date', 'set-cookie', 'alt-svc'];
/** What it takes besides what comes, in bytes. */
const PLAN_SIZE = 1000;

/** Where a chat goes. */
export function chatUrl({ url, kind }: ProxyChat, workspace: string): string {
  const path = kind === 'openai' ? '' : `/chats/${encodeURIComponent(workspace)}`;
  return `${url.replace(/\/+$/, '')}${path}/chat/completions`;
}

/**
 * Asks another server, and plays what it sends while it comes. Rejects when there is no answer: as `fetch` does, with a
 * {@link Silence}, or with the reason of the signal.
 */
export async function openChat(upstream: ProxyChat, chat: OutgoingChat): Promise<OpenChat> {
  const cut = new AbortController();
  const leave = () => cut.abort(new Error('the client left'));
  if (chat.signal?.aborted === true) leave();
  chat.signal?.addEventListener('abort', leave);
  const watch = watchSilence(chat.timeout, (silence) => cut.abort(silence));
  const began = performance.now();
  const elapsed = () => performance.now() - began;
  try {
    const response = await fetch(chatUrl(upstream, chat.workspace), {
      method: 'POST',
      headers: requestHeaders(upstream, chat.headers),
      body: new Uint8Array(chat.body),
      signal: cut.signal,
      // A redirect is an answer, too.
      redirect: 'manual',
    });
    watch.touch();
    const streams = /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
    const feed = new GrowingFeed(streams ? 'stream' : 'body', leave);
    const plan = planOf(response, feed);
    const over = readChat(response, { feed, elapsed, touch: watch.touch });
    return { plan, over: over.finally(watch.end) };
  } catch (error) {
    watch.end();
    throw cut.signal.aborted ? cut.signal.reason : error;
  } finally {
    chat.signal?.removeEventListener('abort', leave);
  }
}

function requestHeaders({ apiKey }: ProxyChat, headers: OutgoingChat['headers']): [string, string][] {
  const passed = endToEnd(headers, [...NOT_SENT, ...TO_THE_MOCK]);
  const own = {
    'accept-encoding': 'identity',
    ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
  };
  return Object.entries({ ...passed, ...own }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
}

function planOf({ status, headers }: Response, feed: GrowingFeed): Plan {
  const all: Record<string, string> = Object.fromEntries(headers);
  // `fetch` has decoded the body.
  const without = all['content-encoding'] === 'identity' ? NOT_GIVEN : [...NOT_GIVEN, 'content-encoding'];
  return {
    status,
    headers: endToEnd(all, without),
    mode: feed.mode,
    items: feed.items,
    feed,
    rounds: [0],
    warnings: [],
    size: PLAN_SIZE,
  };
}

/** Tells once, when nothing has happened for so many real ms. */
function watchSilence(ms: number, tell: (silence: Silence) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => clearTimeout(timer);
  const touch = () => {
    end();
    timer = setTimeout(() => tell(new Silence(ms)), Math.min(LONGEST_TIMER, ms));
  };
  touch();
  return { touch, end };
}
