import type { RequestListener } from 'node:http';
import type { ChatMock } from '../../control/chat-mock.ts';
import { createSessionMock } from '../../control/session-mock.ts';
import { ChatMockError } from '../../error.ts';
import { loadProver } from '../../proof/prism-prover.ts';
import type { Problem } from '../../scenario/problems/problem.ts';
import type { DocumentLists, Scenario } from '../../scenario/scenario.ts';
import { DEFAULT_SESSION } from '../../session/names.ts';
import { checkChaos } from '../../simulator/chaos.ts';
import { throwErrors } from '../../simulator/prove-scenario.ts';
import { Simulator } from '../../simulator/simulator.ts';
import { createApp } from './app.ts';
import { controlRouter } from './control/router.ts';
import type { ControlFiles } from './control/routes.ts';
import { DataFolder } from './data-folder.ts';
import { closeNow, createHttpServer, listen } from './http-server.ts';
import type { ServerOptions } from './options.ts';
import { packageVersion } from './package.ts';
import { folderForNew, scenarioToSave, writeScenario } from './save-scenario.ts';
import { type LoadReport, ScenarioFiles, type ScenarioSource } from './scenario-files.ts';
import { Traffic } from './traffic.ts';
import { mustBeOthers, upstreamsOf } from './upstream.ts';
import { type WatchedFiles, watchScenarios } from './watch.ts';

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
  /**
   * Waits until no request is on its way, and lets a load balancer know that new ones should go elsewhere: `GET /__mock/ready`
   * says 503. Requests that come all the same are answered, with `connection: close`.
   *
   * @param timeout the most that it waits, in real ms
   * @returns how many requests are still on their way; `close()` ends them
   * @example
   * process.once('SIGTERM', async () => {
   *   await server.drain(30_000);
   *   await server.close();
   * });
   */
  drain(timeout: number): Promise<number>;
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

/** The same, with its simulator, for the command line. */
export function createMockServer(
  options: Omit<ServerOptions, 'scenarios'> & {
    readonly scenarios?: ScenarioSource;
    /** Whether scenarios are only for requests that name them, where there is data to answer from. */
    readonly byName?: () => boolean;
  },
): {
  readonly server: ChatMockServer;
  readonly simulator: Simulator;
} {
  const { scenarios = [], data, allowedHosts, allowedOrigins, controlKey, byName, ...others } = options;
  if (options.chaos !== undefined) checkChaos(options.chaos);
  const upstreams = upstreamsOf(options);
  const { proxy, proxyChat } = upstreams;
  const { proxyChat: _, ...rest } = others;
  const folder = typeof data === 'string' ? new DataFolder(data) : undefined;
  const own = { ...(typeof data === 'object' && { data }), ...(proxyChat && { proxyChat }) };
  const simulator = new Simulator({ ...rest, ...own }, loadProver, async (scenario) => {
    const loaded = await files.attach(scenario);
    throwErrors(loaded.problems);
    return loaded.scenario;
  });
  const files = new ScenarioFiles(scenarios, async (scenario) => {
    const { problems } = await simulator.prove(scenario, { placeholders: true });
    return problems;
  });
  const watched: WatchedFiles = {
    roots: () => [...files.paths(), ...files.dataFiles, ...(folder === undefined ? [] : [folder.path])],
    missing: () => files.missing,
    has: (path) => files.has(path) || folder?.has(path) === true,
  };
  const access = { allowedHosts, allowedOrigins, controlKey };
  const controlFiles: ControlFiles = {
    folder: process.cwd(),
    problems: () => report.problems,
    async save(text) {
      const scenario = scenarioToSave(text);
      mustBeFree(scenario.name, simulator.scenarios);
      const place = folderForNew(files.paths());
      const loaded = await files.attach(scenario, place);
      throwErrors([...loaded.problems, ...(await simulator.prove(loaded.scenario)).problems]);
      const saved = writeScenario(scenario.name, text, place);
      await reload();
      return saved;
    },
  };
  const version = packageVersion();
  const traffic = new Traffic(simulator);
  const control = controlRouter({ simulator, traffic, ...access, version, files: controlFiles });
  const { proxyTimeout: timeout } = simulator;
  const passOn = proxy === undefined ? undefined : { proxy, chats: proxyChat !== undefined, timeout };
  const app = createApp(simulator, control, traffic, passOn);
  const http = createHttpServer(app);
  // An upload may take as long as it takes.
  if (proxy !== undefined) http.requestTimeout = 0;
  const listeners = new Set<(report: LoadReport) => void>();
  let report: LoadReport = { scenarios: [], problems: [], files: 0 };
  /** Why changes of the files are not noticed. */
  let unnoticed: readonly Problem[] = [];
  let url: string | undefined;
  let watching: Promise<() => Promise<void>> | undefined;

  const session = (name: string) =>
    createSessionMock(simulator.access(name), () => {
      if (url !== undefined) return url;
      throw new ChatMockError('closed', 'The mock server is not listening.', {
        hint: 'Call `await server.listen()` first.',
      });
    });
  const mock = session(DEFAULT_SESSION);
  const selectFirst = async () => {
    if (options.scenario !== undefined) await mock.use(options.scenario);
  };
  const reload = async () => {
    const loaded = await files.load();
    const found = await folder?.load();
    report = { ...loaded, problems: [...loaded.problems, ...(found?.problems ?? []), ...unnoticed] };
    simulator.setScenarios(
      data !== undefined && byName?.() === true ? report.scenarios.map(withoutMatch) : report.scenarios,
    );
    if (found !== undefined) simulator.setIndexes(found.indexes);
    void prepareData([...report.scenarios.map((scenario) => scenario.data), simulator.indexes]);
    for (const listener of [...listeners]) listener(report);
    return report;
  };
  const close = async () => {
    await (await watching)?.();
    watching = undefined;
    simulator.stop();
    if (http.listening) await closeNow(http);
    url = undefined;
  };
  const members: Omit<ChatMockServer, keyof ChatMock> = {
    app,
    get report() {
      return report;
    },
    session,
    async listen(port = 0, host = '127.0.0.1') {
      throwErrors((await reload()).problems);
      await selectFirst();
      const listensAt = await listen(http, port, host);
      try {
        mustBeOthers(upstreams, listensAt);
      } catch (error) {
        await closeNow(http);
        throw error;
      }
      url = listensAt;
      // What goes wrong in reading is in the report, or comes up again at the next change.
      const changed = () => void reload().catch(() => undefined);
      const failed = (error: unknown) => {
        unnoticed = [notWatched(error)];
        changed();
      };
      if (options.watch === true) watching = watchScenarios(watched, changed, failed);
      return url;
    },
    reload,
    onReload(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async resetAll() {
      simulator.resetAll();
      await selectFirst();
    },
    drain: (timeout) => traffic.drain(timeout),
    close,
    [Symbol.asyncDispose]: close,
  };
  // Not spread: `url` and `report` are what they are when they are asked for.
  const descriptors = {
    ...Object.getOwnPropertyDescriptors(mock),
    ...Object.getOwnPropertyDescriptors(members),
  };
  return { server: Object.defineProperties({}, descriptors) as ChatMockServer, simulator };
}

/** The same, for requests that name it only. */
function withoutMatch(scenario: Scenario): Scenario {
  const { match: _, ...input } = scenario.input;
  return { ...scenario, input };
}

/** Makes ready what searches need, so that the first need not wait for it. */
async function prepareData(lists: readonly (DocumentLists | undefined)[]): Promise<void> {
  if (lists.every((list) => list === undefined || list.size === 0)) return;
  const { datasetOf } = await import('../../data/dataset.ts');
  for (const documents of lists.flatMap((list) => [...(list?.values() ?? [])]))
    await datasetOf(documents).prepare();
}

function mustBeFree(name: string, scenarios: readonly Scenario[]): void {
  const taken = scenarios.find((scenario) => scenario.name === name);
  if (taken === undefined) return;
  throw new ChatMockError('invalid-scenario', `There is a scenario "${name}" already.`, {
    hint: 'Give this one another name.',
    origin: taken.locate(['name']),
  });
}

function notWatched(error: unknown): Problem {
  const why = error instanceof Error ? error.message : String(error);
  const hint = 'reload by hand: the key `r`, or `server.reload()`';
  return { severity: 'warning', message: `not every change of a file is noticed: ${why}`, hint, origin: {} };
}
