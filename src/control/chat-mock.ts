import { ChatMockError } from '../error.ts';
import { beginWait, remaining, type Timed, timedOut } from '../playback/waiting.ts';
import { describeRequests, type JournalPage, PAGE } from '../session/journal.ts';
import type { JournalEntry } from '../session/recording.ts';
import type { InputRules } from './rules.ts';
import type { Define, Verb, VerbInput } from './verb.ts';
import { defineChanges, defineVerbs, type METHODS } from './verbs.ts';

type Verbs = typeof METHODS;
type ClockVerbs = Verbs['clock'];
type HoldsVerbs = Verbs['holds'];

/** The time of a session. */
export interface ClockControl extends ClockVerbs {}

/** The holds of a session: streams wait at them until they are released by name. */
export interface HoldsControl extends HoldsVerbs {}

/**
 * The verbs by which a test, or a person, drives one session: the same in the process of the server, over HTTP and in every
 * fixture. Each rejects with a `ChatMockError` that says what was wrong. Each that waits takes a `timeout` in real ms
 * (default 5000), and says what it waited for and what it saw.
 */
export interface ChatMock extends Verbs {
  /** The base URL of the mock for this session: what a client takes as its host. */
  readonly url: string;
  /** The session's name. */
  readonly name: string;
  readonly clock: ClockControl;
  readonly holds: HoldsControl;
  /** The last request and its answer. */
  lastRequest(): Promise<JournalEntry | undefined>;
  /** The first request, recorded already or to come, that the predicate holds for. Without one: any. */
  waitForRequest(predicate?: (entry: JournalEntry) => boolean, options?: Timed): Promise<JournalEntry>;
  /** One hold by name: `chat.hold('before-the-end').release()`. */
  hold(name: string): { reached(options?: Timed): Promise<void>; release(options?: Timed): Promise<void> };
}

/** Runs a verb, wherever its session is. */
export type RunVerb = <Result, Keys extends InputRules>(
  verb: Verb<Result, Keys>,
  input: VerbInput,
  signal: AbortSignal | undefined,
) => Promise<Result>;

/** The longest that one call waits for news, in ms: proxies may cut an HTTP connection that is silent for longer. */
const LONGEST_POLL = 25_000;

/** The verbs of one session. No method needs its `this`: a fixture may put methods of its own on the object. */
export function createChatMock(
  call: RunVerb,
  about: { readonly name: string; readonly url: () => string; readonly timeout?: number },
): ChatMock {
  const define: Define = (route, does, { args, ...entry }) => {
    return async (...given) => {
      const { signal, ...input } = args?.(...given) ?? {};
      return call({ route, does, ...entry }, input, signal);
    };
  };
  const verbs = defineVerbs(define);
  const { holds } = verbs;
  const requests = inPages(verbs.requests);
  const changes = defineChanges(define);
  return {
    ...verbs,
    requests,
    unmatched: inPages(verbs.unmatched),
    name: about.name,
    get url() {
      return about.url();
    },
    lastRequest: async () => (await requests({ last: 1 })).at(-1),
    async waitForRequest(predicate = () => true, { timeout = about.timeout, signal } = {}) {
      const wait = beginWait({ timeout, signal });
      for (let after = 0; ; ) {
        const poll = { timeout: Math.min(LONGEST_POLL, remaining(wait)), signal };
        const news = await changes(after, poll).catch(unlessTimeout);
        const found = news?.results.find(predicate);
        if (found !== undefined) return found;
        const more = (news?.results.length ?? 0) >= PAGE;
        if (remaining(wait) === 0 && !more) {
          const saw = describeRequests(await requests());
          throw timedOut(wait, 'a request that the predicate holds for', saw);
        }
        after = news?.revision ?? after;
      }
    },
    hold: (name) => ({
      reached: (options) => holds.reached(name, options),
      release: (options) => holds.release(name, options),
    }),
  };
}

type Listing = (page?: JournalPage) => Promise<JournalEntry[]>;

/** The same list, read in pages from its end: in one piece, it might be longer than a text can be. */
function inPages(list: Listing): Listing {
  return async ({ last = Number.POSITIVE_INFINITY, before } = {}) => {
    const entries: JournalEntry[] = [];
    for (let next = before; ; ) {
      const asked = Math.min(PAGE, last - entries.length);
      const page = await list({ last: asked, before: next });
      entries.unshift(...page);
      if (page.length < asked || entries.length >= last) return entries;
      next = page[0]?.number;
    }
  };
}

function unlessTimeout(error: unknown): undefined {
  if (!(error instanceof ChatMockError && error.code === 'timeout')) throw error;
}
