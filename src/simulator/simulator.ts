import type { ScenarioLike, SessionAccess } from '../control/verb.ts';
import { ChatMockError } from '../error.ts';
import type { ApiKey } from '../meilisearch/auth.ts';
import type { Profile } from '../meilisearch/chat-request.ts';
import { corsOf } from '../meilisearch/cors.ts';
import { meiliError } from '../meilisearch/errors.ts';
import { ENCODINGS, negotiate } from '../meilisearch/negotiate.ts';
import { chatWorkspace } from '../meilisearch/routes/chat-completion.ts';
import type { Prover } from '../plan/prover.ts';
import type { DocumentLists, Scenario } from '../scenario/scenario.ts';
import type { FoundDocument } from '../scenario/schema.ts';
import { byName } from '../session/choose.ts';
import { MemoryBudget } from '../session/memory-budget.ts';
import { DEFAULT_SESSION } from '../session/names.ts';
import type { Host, Session, SessionEvent } from '../session/session.ts';
import { Sessions } from '../session/sessions.ts';
import type { Exchange, ProxyChat } from '../upstream/exchange.ts';
import type { ChaosOptions } from './chaos.ts';
import { answerChat, isChosen, type RouteOptions } from './chat.ts';
import { AnswerChooser, type OnUnmatched } from './choose-answer.ts';
import { OWN_HEADERS } from './own-headers.ts';
import { Proofs } from './proofs.ts';
import type { ScenarioProof } from './prove-scenario.ts';
import { type HeaderList, type Reply, wholeReply } from './reply.ts';
import type { SimulatorRequest } from './request.ts';
import { targetOf } from './target.ts';

/** What a simulator is made of, whatever hosts it. */
export interface SimulatorOptions {
  /** `spec` (default) answers whatever the OpenAPI document permits; `server` answers as the real server does. */
  readonly profile?: Profile;
  /** Fixes ids, times and made-up text. Without it, ids and times are fresh. */
  readonly seed?: number;
  /** Virtual seconds a real second; 0 does not wait at all. Default 1. */
  readonly speed?: number;
  /** Failure and latency at random, for scenarios that say nothing of it: the same for the same `seed`. Default: none. */
  readonly chaos?: ChaosOptions | undefined;
  /** What a request gets that no scenario is for. Default `generate`. */
  readonly onUnmatched?: OnUnmatched;
  /**
   * Documents by their indexes: a request that no scenario is for is answered from them, with a search and its sources.
   * Default: such answers are made up.
   */
  readonly data?: Readonly<Record<string, readonly FoundDocument[]>>;
  /** Keys that let a request in. None: any bearer token does. A text is a key with all rights. */
  readonly apiKeys?: readonly (string | ApiKey)[];
  /** The workspaces that exist. None: all do. */
  readonly workspaces?: readonly string[];
  /** The largest request body, in bytes. Default 100 MB, as the real server's. */
  readonly bodyLimit?: number;
  /**
   * What journals, plans and sessions may take together, in bytes, as estimated: a third of it for what they hold, the
   * rest for garbage and for requests that are worked on. Default 256 MB. Over it the oldest requests of the journal are
   * forgotten but for a line, then the sessions that have been idle for the longest time.
   */
  readonly memory?: number;
  /**
   * A real server that answers the chats that no scenario is chosen for, by name or with `use()`: the mock passes what it
   * sends, and holds, steps, slows and breaks that. A text is the URL of a Meilisearch.
   */
  readonly proxyChat?: string | ProxyChat;
  /** Real ms that a server behind the mock may be silent. Default 120,000; of a chat, Node's `fetch` allows 300,000 at most. */
  readonly proxyTimeout?: number;
  /** Told of each chat that the server of `proxyChat` answered, at its end. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** How many requests a session remembers. Default 500. */
  readonly journalLimit?: number;
  /** Real ms after which an idle session is forgotten. Default 10 minutes. */
  readonly idleSession?: number;
}

/** What watchers get. */
export type SimulatorEvent = SessionEvent | { readonly type: 'scenarios'; readonly count: number };

type Watcher = (event: SimulatorEvent) => void;

/** What a watcher is told of. */
export interface WatchOptions {
  /** Each burst of frames, too. Default: no. */
  readonly frames?: boolean;
}

/** The one object that every host drives: sessions, scenarios, and the answer to each request. */
export class Simulator {
  readonly profile: Profile;
  /** The largest request body, in bytes. */
  readonly bodyLimit: number;
  /** Real ms that a server behind the mock may be silent. */
  readonly proxyTimeout: number;
  /** Whether chats go on to a real server. */
  readonly proxiesChats: boolean;
  /** What journals, plans and sessions take, and may take. */
  readonly memory: MemoryBudget;
  readonly #sessions: Sessions;
  readonly #watchers = new Map<Watcher, WatchOptions>();
  #late: ((ms: number) => void) | undefined;
  readonly #prover: () => Promise<Prover> | undefined;
  readonly #options: RouteOptions;
  /** The same in the other profile, for requests that ask for it. */
  readonly #otherwise: () => RouteOptions;
  readonly #loadData: (scenario: Scenario) => Promise<Scenario>;
  #scenarios: readonly Scenario[] = [];
  #indexes: DocumentLists;

  /**
   * @param prover loads what holds requests and answers against the OpenAPI document. None: nothing is proven.
   * @param loadData gives a scenario the documents of the data files that it names. None: there are no files.
   */
  constructor(
    options: SimulatorOptions = {},
    prover?: () => Promise<Prover>,
    loadData = async (scenario: Scenario) => scenario,
  ) {
    const { profile = 'spec', seed, speed = 1, onUnmatched = 'generate', apiKeys = [], chaos } = options;
    const { workspaces = [], bodyLimit = 100_000_000, journalLimit = 500, idleSession = 600_000 } = options;
    const budget = new MemoryBudget(options.memory ?? 256_000_000);
    this.memory = budget;
    this.profile = profile;
    this.bodyLimit = bodyLimit;
    const { proxyChat, proxyTimeout = 120_000, onExchange } = options;
    const upstream = typeof proxyChat === 'string' ? { url: proxyChat } : proxyChat;
    this.proxyTimeout = proxyTimeout;
    this.proxiesChats = upstream !== undefined;
    this.#prover = prover ?? (() => undefined);
    this.#loadData = loadData;
    this.#indexes = new Map(Object.entries(options.data ?? {}));
    const scenarios = () => this.#scenarios;
    const indexes = () => this.#indexes;
    const emit = (event: SimulatorEvent) => this.#emit(event);
    const tellsFrames = () => [...this.#watchers.values()].some(({ frames }) => frames === true);
    this.#sessions = new Sessions(idleSession, {
      ...{ scenarios, workspaces, speed, journalLimit, budget, emit, tellsFrames },
      late: (ms) => this.#late?.(ms),
    });
    const keys = apiKeys.map((key) => (typeof key === 'string' ? { key, actions: ['*'] } : key));
    const inProfile = (one: Profile): RouteOptions => {
      const choosing = { scenarios, indexes, profile: one, seed, onUnmatched, budget, chaos };
      return {
        ...{ profile: one, keys, bodyLimit, seed, chooser: new AnswerChooser(choosing) },
        ...{ proofs: new Proofs(this.#prover), upstream, proxyTimeout, onExchange },
      };
    };
    this.#options = inProfile(profile);
    let other: RouteOptions | undefined;
    this.#otherwise = () => {
      other ??= inProfile(profile === 'spec' ? 'server' : 'spec');
      return other;
    };
  }

  /** Answers any request. Never rejects: a fault of ours is the real server's `internal` error. */
  async handle(request: SimulatorRequest, host?: Host): Promise<Reply> {
    const encoding = negotiate(request.headers['accept-encoding']);
    // The real server decides this before anything else, and without CORS headers.
    if (encoding === undefined) return wholeReply(406, [['vary', 'Accept-Encoding']], ENCODINGS);
    const asked = request.headers['x-mock-profile'];
    const isOther = asked !== this.profile && (asked === 'spec' || asked === 'server');
    const options = isOther ? this.#otherwise() : this.#options;
    const { headers, answer } = corsOf(request, options.profile === 'spec' ? OWN_HEADERS : []);
    if (answer !== undefined) return wholeReply(answer.status, headers, answer.body, encoding);
    try {
      const target = targetOf(request.path, request.headers['x-mock-session']);
      const incoming = { request, target, session: this.session(target.session), host, headers, encoding };
      const workspace = chatWorkspace(request.method, target.path);
      const { upstream } = options;
      const { body } = request;
      // Of what is too large the mock says the same as a real server, and there is nothing to send on.
      if (workspace !== undefined && upstream && body !== 'too large' && !isChosen(incoming)) {
        const { passChatOn } = await import('./upstream-chat.ts');
        return await passChatOn(incoming, workspace, body, upstream, options);
      }
      if (workspace !== undefined) return await answerChat(incoming, workspace, options);
      const { answerOtherRoute } = await import('./other-routes.ts');
      return await answerOtherRoute(incoming, options);
    } catch (error) {
      return errorReply(error, headers);
    }
  }

  get scenarios(): readonly Scenario[] {
    return this.#scenarios;
  }

  /** Replaces all scenarios. Streams in flight finish as they began. */
  setScenarios(scenarios: readonly Scenario[]): void {
    this.#scenarios = scenarios;
    for (const session of this.#sessions.all()) session.selection.renew(scenarios);
    this.#emit({ type: 'scenarios', count: scenarios.length });
  }

  /** Replaces the documents that requests are answered from which no scenario is for. */
  setIndexes(indexes: DocumentLists): void {
    this.#indexes = indexes;
  }

  get indexes(): DocumentLists {
    return this.#indexes;
  }

  /** The scenario of a name, an object or a builder, proven. Throws `unknown-scenario` or `invalid-scenario`. */
  async resolve(like: ScenarioLike): Promise<Scenario> {
    if (typeof like === 'string') return byName(this.#scenarios, like);
    // Checking takes zod, which is more than all the rest.
    const [{ scenarioFromObject }, { throwErrors }] = await Promise.all([
      import('../scenario/scenario.ts'),
      import('./prove-scenario.ts'),
    ]);
    const scenario = await this.#loadData(scenarioFromObject(like));
    throwErrors((await this.prove(scenario, { placeholders: true })).problems);
    return scenario;
  }

  /** Proves every answer of a scenario. With `placeholders` nothing is made up: quicker, and as good a proof. */
  async prove(scenario: Scenario, options: { readonly placeholders?: boolean } = {}): Promise<ScenarioProof> {
    const { proveScenario } = await import('./prove-scenario.ts');
    return proveScenario(scenario, await this.#prover(), options);
  }

  /** The session of this name, made on first use. */
  session(name: string = DEFAULT_SESSION): Session {
    return this.#sessions.get(name);
  }

  /** Sessions in the order of their first use. */
  get sessions(): readonly Session[] {
    return this.#sessions.all();
  }

  /** How many requests of all sessions are on their way. */
  get open(): number {
    return this.sessions.reduce((sum, { open }) => sum + open, 0);
  }

  /** Tells from now on how late each write of frames is, in real ms. There is one listener. */
  measureLate(listener: (ms: number) => void): void {
    this.#late = listener;
  }

  /** What the verbs of a session need. */
  access(name: string): SessionAccess {
    return {
      name,
      session: () => this.session(name),
      resolve: (like) => this.resolve(like),
      // Checking takes zod.
      failure: async (given) => (await import('./check-failure.ts')).checkedFailure(given),
      scenarios: () => this.#scenarios,
      sessions: () => this.sessions,
    };
  }

  /** Makes every session as new. Those with a name are dropped, until they are asked for again. */
  resetAll(): void {
    for (const session of this.#sessions.all()) session.reset();
  }

  /** Tells a listener of what happens, until the returned function is called. */
  watch(listener: Watcher, options: WatchOptions = {}): () => void {
    this.#watchers.set(listener, options);
    return () => this.#watchers.delete(listener);
  }

  /** Ends every open stream, and every call that waits for something. */
  stop(): void {
    for (const session of this.#sessions.all()) {
      session.stop();
      session.abandon('The mock was stopped');
    }
  }

  #emit(event: SimulatorEvent): void {
    for (const [watcher, { frames = false }] of [...this.#watchers]) {
      if (frames || event.type !== 'frames') watcher(event);
    }
  }
}

function errorReply(error: unknown, cors: HeaderList): Reply {
  const message = error instanceof Error ? error.message : String(error);
  // A session with an impossible name, say, is the client's mistake.
  const { status, headers, body } = meiliError(
    error instanceof ChatMockError ? 'bad_request' : 'internal',
    message,
  );
  return wholeReply(status, [...cors, ...Object.entries(headers)], JSON.stringify(body));
}
