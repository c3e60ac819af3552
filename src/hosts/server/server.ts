import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatMock } from '../../control/chat-mock.ts';
import { createSessionMock } from '../../control/session-mock.ts';
import type { SessionAccess } from '../../control/verb.ts';
import { ChatMockError } from '../../error.ts';
import { loadProver } from '../../proof/guard.ts';
import { formatProblem } from '../../scenario/problems/problem.ts';
import { DEFAULT_SESSION } from '../../session/names.ts';
import { Simulator } from '../../simulator/simulator.ts';
import { closeNow, createApp } from './app.ts';
import { answerClientError } from './client-error.ts';
import { controlRouter } from './control/router.ts';
import { createHttpServer } from './http-server.ts';
import type { ServerOptions } from './options.ts';
import { packageVersion } from './package.ts';
import { type LoadReport, ScenarioFiles } from './scenario-files.ts';
import { watchScenarios } from './watch.ts';

/** As the real server: no `Host` is needed, and heads may be large, which the cookies of `localhost` make them. */
const HTTP_OPTIONS = { keepAliveTimeout: 65_000, requireHostHeader: false, maxHeaderSize: 131_072 };

/** A mock server in this process. The verbs of {@link ChatMock} drive its default session. */
export interface ChatMockServer extends ChatMock, AsyncDisposable {
  /** Answers a request: to be put behind a server of one's own. */
  readonly app: RequestListener;
  /** What was found when the scenario files were loaded last. */
  readonly report: LoadReport;
  /**
   * Loads the scenarios and listens.
   *
   * @param port 0 (default): any free one
   * @param host default `127.0.0.1`
   * @returns the base URL
   * @throws ChatMockError `invalid-scenario` when a scenario is wrong, `port-in-use` when the port is taken
   */
  listen(port?: number, host?: string): Promise<string>;
  /** The same verbs for another session, made on first use. */
  session(name: string): ChatMock;
  /** Reads the scenario files again. A file that is wrong keeps its last good version. */
  reload(): Promise<LoadReport>;
  /** Tells of every load, until the returned function is called. */
  onReload(listener: (report: LoadReport) => void): () => void;
  /** Makes every session as new. Their journals and streams end; the scenarios stay. */
  resetAll(): Promise<void>;
  /** Ends all streams and closes all connections. */
  close(): Promise<void>;
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
  return createMockServer(options).server;
}

/** The same, with its simulator: for what shows more of a mock than its verbs do. */
export function createMockServer(options: ServerOptions): {
  readonly server: ChatMockServer;
  readonly simulator: Simulator;
} {
  const simulator = new Simulator(options, loadProver);
  const parts = new ServerParts(simulator, options);
  const mock = createSessionMock(parts.access(DEFAULT_SESSION));
  const firstScenario = async () => {
    if (options.scenario !== undefined) await mock.use(options.scenario);
  };
  const members: Omit<ChatMockServer, keyof ChatMock> = {
    app: parts.app,
    get report() {
      return parts.report;
    },
    session: (name) => createSessionMock(parts.access(name)),
    async listen(port = 0, host = '127.0.0.1') {
      await parts.loadAll();
      await firstScenario();
      return parts.open(port, host);
    },
    reload: () => parts.reload(),
    onReload: (listener) => parts.onReload(listener),
    async resetAll() {
      for (const { name } of simulator.sessions) simulator.reset(name);
      await firstScenario();
    },
    close: () => parts.close(),
    [Symbol.asyncDispose]: () => parts.close(),
  };
  // Not spread: `url` and `report` are what they are when they are asked for.
  const descriptors = {
    ...Object.getOwnPropertyDescriptors(mock),
    ...Object.getOwnPropertyDescriptors(members),
  };
  return { server: Object.defineProperties({}, descriptors) as ChatMockServer, simulator };
}

/** What a server is made of: an Express app on an HTTP server, the scenario files, and what watches them. */
class ServerParts {
  readonly app: RequestListener;
  readonly #simulator: Simulator;
  readonly #http: Server;
  readonly #files: ScenarioFiles;
  readonly #watch: boolean;
  readonly #reloaded = new Set<(report: LoadReport) => void>();
  report: LoadReport = { scenarios: [], problems: [], files: 0 };
  #url: string | undefined;
  /** What ends the watching of files, when it has begun. */
  #watching: Promise<() => Promise<void>> | undefined;
  /** Loads follow each other, so that the last one to begin is the last one to count. */
  #loading: Promise<unknown> = Promise.resolve();

  constructor(simulator: Simulator, { scenarios = [], watch = false, allowedOrigins }: ServerOptions) {
    this.#simulator = simulator;
    this.#watch = watch;
    this.#files = new ScenarioFiles(scenarios, async (scenario) => {
      const { problems } = await simulator.prove(scenario, { placeholders: true });
      return problems;
    });
    const access = (name: string) => this.access(name);
    const control = controlRouter({ simulator, access, allowedOrigins, version: packageVersion() });
    const app = createApp(simulator, control);
    this.app = app;
    this.#http = createHttpServer(HTTP_OPTIONS, app)
      .on('clientError', answerClientError)
      // An expectation that is not known is passed over.
      .on('checkExpectation', app);
  }

  access(name: string): SessionAccess {
    const path = name === DEFAULT_SESSION ? '' : `/@${encodeURIComponent(name)}`;
    return {
      name,
      session: () => this.#simulator.session(name),
      url: () => this.#listening() + path,
      resolve: (scenario) => this.#simulator.resolve(scenario),
    };
  }

  /** @throws ChatMockError `invalid-scenario` */
  async loadAll(): Promise<void> {
    const { problems } = await this.reload();
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (errors.length === 0) return;
    throw new ChatMockError('invalid-scenario', errors.map((problem) => formatProblem(problem)).join('\n'));
  }

  reload(): Promise<LoadReport> {
    const load = this.#loading.then(async () => {
      this.report = await this.#files.load();
      this.#simulator.setScenarios(this.report.scenarios);
      for (const listener of [...this.#reloaded]) listener(this.report);
      return this.report;
    });
    this.#loading = load.catch(() => undefined);
    return load;
  }

  onReload(listener: (report: LoadReport) => void): () => void {
    this.#reloaded.add(listener);
    return () => this.#reloaded.delete(listener);
  }

  open(port: number, host: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const refuse = (error: NodeJS.ErrnoException) => reject(listenError(error, port, host));
      this.#http.once('error', refuse);
      this.#http.listen(port, host, () => {
        this.#http.off('error', refuse);
        const address = this.#http.address() as AddressInfo;
        this.#url = `http://${urlHost(host)}:${address.port}`;
        if (this.#watch) this.#startWatching();
        resolve(this.#url);
      });
    });
  }

  async close(): Promise<void> {
    const stopWatching = await this.#watching;
    await stopWatching?.();
    this.#watching = undefined;
    this.#simulator.stop();
    if (this.#http.listening) await closeNow(this.#http);
    this.#url = undefined;
  }

  #listening(): string {
    if (this.#url !== undefined) return this.#url;
    throw new ChatMockError('closed', 'The mock server is not listening.', {
      hint: 'Call `await server.listen()` first.',
    });
  }

  #startWatching(): void {
    // What went wrong in reading is in the report, or comes up again at the next change.
    this.#watching = watchScenarios(this.#files.paths, () => void this.reload().catch(() => undefined));
  }
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
