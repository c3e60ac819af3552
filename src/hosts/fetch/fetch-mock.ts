import type { ChatMock } from '../../control/chat-mock.ts';
import { createSessionMock } from '../../control/session-mock.ts';
import type { ScenarioLike } from '../../control/verb.ts';
import { byName } from '../../session/choose.ts';
import { DEFAULT_SESSION } from '../../session/names.ts';
import { checkedScenarios } from '../../simulator/checked-scenarios.ts';
import { Simulator, type SimulatorOptions } from '../../simulator/simulator.ts';
import { answerRequest, type FetchHost } from './answer.ts';

/** What a mock without a server is made of. */
export interface FetchMockOptions extends SimulatorOptions {
  /** Scenarios as objects or builders; there are no files here. Default: none. */
  readonly scenarios?: readonly Exclude<ScenarioLike, string>[];
  /** The name of the scenario that answers unless a request names another. */
  readonly scenario?: string;
  /** What `url` says: the mock answers at every host. Default `http://localhost:7700`. */
  readonly url?: string;
}

/** A mock that is a `fetch`, and needs no server. The verbs of {@link ChatMock} drive its default session. */
export interface FetchMock extends ChatMock {
  /** Answers each request as the mock server would, whatever its host. Give it to a client in place of the global one. */
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
  /** The same verbs for another session, made on first use. Requests name it by their URL: `session(name).url`. */
  session(name: string): ChatMock;
  /** Makes every session as new. Their journals and streams end; the scenarios stay. */
  resetAll(): Promise<void>;
}

/** What a `Response` cannot say. */
const HOST: FetchHost = { name: 'fetch', cannot: ['reset', 'half-frame'] };

/**
 * Makes a mock that answers without a server: for unit tests, React Native, edge runtimes. The bytes of its answers are
 * those of the server. There is no Prism in it, so nothing is held against the OpenAPI document.
 *
 * @throws ChatMockError `invalid-scenario`, `unknown-scenario`
 * @example
 * const mock = createFetchMock({ scenarios: [{ name: 'hello', reply: [{ text: 'Hello' }] }] });
 * const client = new OpenAI({ baseURL: `${mock.url}/chats/hello`, apiKey: 'any', fetch: mock.fetch });
 */
export function createFetchMock(options: FetchMockOptions = {}): FetchMock {
  const { scenarios: inputs = [], scenario, url = 'http://localhost:7700' } = options;
  const scenarios = checkedScenarios(inputs);
  const simulator = new Simulator(options);
  simulator.setScenarios(scenarios);
  const selectFirst = () => {
    if (scenario !== undefined) simulator.session().selection.use(byName(scenarios, scenario));
  };
  selectFirst();

  const session = (name: string): ChatMock => createSessionMock(simulator.access(name), () => url);
  return Object.assign(session(DEFAULT_SESSION), {
    fetch: (input: RequestInfo | URL, init?: RequestInit) =>
      answerRequest(simulator, HOST, requestOf(input, init, url)),
    session,
    async resetAll() {
      simulator.resetAll();
      selectFirst();
    },
  });
}

/** A request for a path, without a host, is for the mock's own. */
function requestOf(input: RequestInfo | URL, init: RequestInit | undefined, url: string): Request {
  return new Request(typeof input === 'string' ? new URL(input, url) : input, init);
}
