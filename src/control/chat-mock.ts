import { ChatMockError } from '../error.ts';
import { beginWait, remaining, type Timed, timedOut } from '../playback/waiting.ts';
import { describeRequests } from '../session/describe-requests.ts';
import type { JournalEntry } from '../session/journal.ts';
import type { Verb, VerbInput } from './verb.ts';
import { VERBS } from './verbs.ts';

/** The methods that a table of verbs makes, with the docs of its entries. */
type Methods<Table> = {
  [Key in keyof Table]: Table[Key] extends Verb<infer Args, infer Result>
    ? (...args: Args) => Promise<Result>
    : Methods<Table[Key]>;
};

/** The time of a session. */
export interface ClockControl extends Methods<typeof VERBS.clock> {}

/** The holds of a session: streams wait at them until they are released by name. */
export interface HoldsControl extends Methods<typeof VERBS.holds> {}

/**
 * The verbs by which a test, or a person, drives one session: the same in the process of the server, over HTTP and in every
 * fixture. Each rejects with a `ChatMockError` that says what was wrong. Each that waits takes a `timeout` in real ms
 * (default 5000), and says what it waited for and what it saw.
 */
export interface ChatMock extends Omit<Methods<typeof VERBS>, 'changes' | 'clock' | 'holds'> {
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

/** Runs a verb, wherever its session is. `name` is that of the method: `clock.next`. */
export type Call = (name: string, verb: Verb, input: VerbInput, signal?: AbortSignal) => Promise<unknown>;

/** The longest that one call waits for news, in ms: proxies may cut an HTTP connection that is silent for longer. */
const LONGEST_POLL = 25_000;

/**
 * The verbs of one session, by what runs them. No method needs its `this`: a fixture may put methods of its own on it.
 *
 * @param about.timeout the default of `waitForRequest`, in ms
 */
export function createChatMock(
  call: Call,
  about: { readonly name: string; readonly url: string; readonly timeout?: number },
): ChatMock {
  const { changes, ...methods } = methodsOf(VERBS, call, '');
  const { requests, holds } = methods;
  return {
    ...methods,
    name: about.name,
    get url() {
      return about.url;
    },
    lastRequest: async () => (await requests({ last: 1 })).at(-1),
    async waitForRequest(predicate = () => true, { timeout = about.timeout, signal } = {}) {
      const wait = beginWait({ timeout, signal });
      for (let after = 0; ; ) {
        const poll = { timeout: Math.min(LONGEST_POLL, remaining(wait)), signal };
        const news = await changes(after, poll).catch(unlessTimeout);
        const found = news?.results.find(predicate);
        if (found !== undefined) return found;
        if (remaining(wait) === 0) {
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

function methodsOf<Table extends object>(table: Table, call: Call, prefix: string): Methods<Table> {
  const methods = Object.entries(table).map(([key, entry]) => {
    const name = prefix + key;
    return [key, isVerb(entry) ? methodOf(name, entry, call) : methodsOf(entry, call, `${name}.`)];
  });
  // Each entry made the method of its key.
  return Object.fromEntries(methods) as Methods<Table>;
}

function methodOf(name: string, verb: Verb, call: Call) {
  return async (...args: unknown[]) => {
    const { signal, ...input } = verb.args(...args);
    return call(name, verb, input, signal);
  };
}

export function isVerb(entry: object): entry is Verb {
  return 'route' in entry;
}

function unlessTimeout(error: unknown): undefined {
  if (!(error instanceof ChatMockError && error.code === 'timeout')) throw error;
}
