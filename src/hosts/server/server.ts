import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatMock } from '../../control/chat-mock.ts';
import { createSessionMock } from '../../control/session-mock.ts';
import type { ScenarioLike, SessionAccess } from '../../control/verb.ts';
import { ChatMockError } from '../../error.ts';
import type { ApiKey } from '../../meilisearch/auth.ts';
import { Instance } from '../../meilisearch/routes/state.ts';
import { loadSpec } from '../../proof/guard.ts';
import { prove } from '../../proof/prove-scenario.ts';
import { formatProblem, type Problem } from '../../scenario/problems/problem.ts';
import { type Scenario, scenarioFromObject } from '../../scenario/scenario.ts';
import { byName } from '../../session/choose.ts';
import { DEFAULT_SESSION } from '../../session/names.ts';
import type { Session } from '../../session/session.ts';
import { Simulator } from '../../simulator.ts';
import { closeNow, createApp } from './app.ts';
import { ChatHandler } from './chat.ts';
import { answerClientError } from './client-error.ts';
import { controlRouter } from './control/router.ts';
import { createHttpServer } from './http-server.ts';
import { meilisearchHandler } from './meilisearch-handler.ts';
import type { ServerOptions } from './options.ts';
import { packageVersion } from './package.ts';
import { type LoadReport, ScenarioFiles } from './scenario-files.ts';
import { watchScenarios } from './watch.ts';

/** The largest body that the real server reads by default, in bytes. */
const BODY_LIMIT = 100_000_000;

/** As the real server: no `Host` is needed, and heads may be large, which the cookies of `localhost` make them. */
const HTTP_OPTIONS = { keepAliveTimeout: 65_000, requireHostHeader: false, maxHeaderSize: 131_072 };

/** The verbs of a session as a base class. */
const SessionMock = class {
  constructor(access: SessionAccess) {
    Object.defineProperties(this, Object.getOwnPropertyDescriptors(createSessionMock(access)));
  }
} as new (
  access: SessionAccess,
) => ChatMock;

/**
 * A mock server in this process. The verbs of {@link ChatMock} drive its default session; `session(name)`
 * gives another one's.
 */
export class ChatMockServer extends SessionMock implements AsyncDisposable {
  readonly simulator: Simulator;
  /** What answers a request: to be put behind a server of one's own. */
  readonly app: RequestListener;
  readonly #files: ScenarioFiles;
  readonly #http: Server;
  readonly #scenario: string | undefined;
  readonly #watch: boolean;
  readonly #reloaded = new Set<(report: LoadReport) => void>();
  /** What ends the watching of files, when it has begun. */
  #watching: Promise<() => Promise<void>> | undefined;
  #report: LoadReport = { scenarios: [], problems: [], files: 0 };
  #url: string | undefined;
  /** Loads follow each other, so that the last one to begin is the last one to count. */
  #loading: Promise<unknown> = Promise.resolve();

  constructor(options: ServerOptions = {}) {
    const { scenarios = [], ...simulated } = options;
    const simulator = new Simulator(simulated);
    super({
      name: DEFAULT_SESSION,
      session: () => simulator.session(),
      url: () => this.#listening(),
      resolve: (scenario) => this.#resolve(scenario),
    });
    this.simulator = simulator;
    this.#scenario = options.scenario;
    this.#watch = options.watch ?? false;
    this.#files = new ScenarioFiles(scenarios, (scenario) => this.#problemsOf(scenario));
    const route = {
      simulator,
      spec: loadSpec,
      keys: (options.apiKeys ?? []).map(keyOf),
      bodyLimit: options.bodyLimit ?? BODY_LIMIT,
      instance: instances(simulator, options.workspaces ?? []),
    };
    const app = createApp({
      chat: new ChatHandler(route),
      meilisearch: meilisearchHandler(route),
      control: controlRouter({
        simulator,
        access: (name) => this.#access(name),
        allowedOrigins: options.allowedOrigins,
        version: packageVersion(),
      }),
      exposeOwnHeaders: simulator.profile === 'spec',
    });
    this.app = app;
    this.#http = createHttpServer(HTTP_OPTIONS, app)
      .on('clientError', answerClientError)
      // An expectation that is not known is passed over.
      .on('checkExpectation', app);
  }

  /** What the last load of the scenario files came to. */
  get report(): LoadReport {
    return this.#report;
  }

  /** The same verbs for another session, made on first use. */
  session(name: string): ChatMock {
    return createSessionMock(this.#access(name));
  }

  #access(name: string): SessionAccess {
    return {
      name,
      session: () => this.simulator.session(name),
      url: () =>
        name === DEFAULT_SESSION ? this.#listening() : `${this.#listening()}/@${encodeURIComponent(name)}`,
      resolve: (scenario) => this.#resolve(scenario),
    };
  }

  /**
   * Loads the scenarios and listens.
   *
   * @param port 0: any free one
   * @returns the base URL
   * @throws ChatMockError `invalid-scenario` when a scenario is wrong, `port-in-use` when the port is taken
   */
  async listen(port = 0, host = '127.0.0.1'): Promise<string> {
    const report = await this.reload();
    const errors = report.problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) {
      throw new ChatMockError('invalid-scenario', errors.map((problem) => formatProblem(problem)).join('\n'));
    }
    if (this.#scenario !== undefined) await this.use(this.#scenario);
    await this.#open(port, host);
    if (this.#watch) this.#startWatching();
    return this.#listening();
  }

  /** Reads the scenario files again. A file that is wrong keeps its last good version. */
  reload(): Promise<LoadReport> {
    const load = this.#loading.then(async () => {
      this.#report = await this.#files.load();
      this.simulator.setScenarios(this.#report.scenarios);
      for (const listener of [...this.#reloaded]) listener(this.#report);
      return this.#report;
    });
    this.#loading = load.catch(() => undefined);
    return load;
  }

  /** Tells of every load, until the returned function is called. */
  onReload(listener: (report: LoadReport) => void): () => void {
    this.#reloaded.add(listener);
    return () => this.#reloaded.delete(listener);
  }

  /** Makes every session as new. Their journals and streams end; the scenarios stay. */
  async resetAll(): Promise<void> {
    for (const { name } of this.simulator.sessions) this.simulator.reset(name);
    if (this.#scenario !== undefined) await this.use(this.#scenario);
  }

  /** Ends all streams and closes all connections. */
  async close(): Promise<void> {
    const stopWatching = await this.#watching;
    await stopWatching?.();
    this.#watching = undefined;
    this.simulator.stop();
    if (this.#http.listening) await closeNow(this.#http);
    this.#url = undefined;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #listening(): string {
    if (this.#url === undefined) {
      throw new ChatMockError('closed', 'The mock server is not listening.', {
        hint: 'Call `await server.listen()` first.',
      });
    }
    return this.#url;
  }

  async #resolve(like: ScenarioLike): Promise<Scenario> {
    if (typeof like === 'string') return byName(this.simulator.scenarios, like);
    const scenario = scenarioFromObject(like);
    const problems = await this.#problemsOf(scenario);
    if (problems.length === 0) return scenario;
    throw new ChatMockError('invalid-scenario', problems.map((problem) => formatProblem(problem)).join('\n'));
  }

  async #problemsOf(scenario: Scenario): Promise<readonly Problem[]> {
    const { problems } = await prove(scenario, this.simulator, await loadSpec(), { placeholders: true });
    return problems;
  }

  #open(port: number, host: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const refuse = (error: NodeJS.ErrnoException) => reject(listenError(error, port, host));
      this.#http.once('error', refuse);
      this.#http.listen(port, host, () => {
        this.#http.off('error', refuse);
        const address = this.#http.address() as AddressInfo;
        this.#url = `http://${urlHost(host)}:${address.port}`;
        resolve();
      });
    });
  }

  #startWatching(): void {
    // What went wrong in reading is in the report, or comes up again at the next change.
    this.#watching = watchScenarios(this.#files.paths, () => void this.reload().catch(() => undefined));
  }
}

/**
 * Makes a mock server; it listens when told to.
 *
 * @example
 * await using server = createServer({ scenarios: 'scenarios' });
 * const url = await server.listen();
 * await server.use('movie-night');
 */
export function createServer(options: ServerOptions = {}): ChatMockServer {
  return new ChatMockServer(options);
}

/** A Meilisearch for each session, as new when the session is. */
function instances(
  simulator: Simulator,
  workspaces: readonly string[],
): (session: string | undefined) => Instance {
  const all = new WeakMap<Session, Instance>();
  simulator.watch((event) => {
    // A session with a name is another object after its reset.
    if (event.type === 'reset' && event.session === DEFAULT_SESSION) all.delete(simulator.session());
  });
  return (name) => {
    const session = simulator.session(name);
    const instance = all.get(session) ?? new Instance({ workspaces });
    all.set(session, instance);
    return instance;
  };
}

function keyOf(key: string | ApiKey): ApiKey {
  return typeof key === 'string' ? { key, actions: ['*'] } : key;
}

function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string): ChatMockError {
  if (error.code === 'EADDRINUSE') {
    return new ChatMockError('port-in-use', `Port ${port} is taken, perhaps by a real Meilisearch.`, {
      hint: `Stop what listens there, or choose another port: --port ${port + 1}.`,
      cause: error,
    });
  }
  return new ChatMockError('port-in-use', `Cannot listen on ${host}:${port}: ${error.message}.`, {
    cause: error,
  });
}
