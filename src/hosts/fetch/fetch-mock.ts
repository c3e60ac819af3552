import type { SimulatorOptions } from '../../simulator/simulator.ts';
import { answerRequest, type FetchHost } from './answer.ts';
import {
  createInProcess,
  type InProcessMock,
  type InProcessOptions,
  type ProxyOption,
} from './in-process.ts';

/** What a mock without a server is made of. */
export interface FetchMockOptions extends InProcessOptions, Pick<SimulatorOptions, ProxyOption> {
  /** What `url` says: the mock answers at every host. Default `http://localhost:7700`. */
  readonly url?: string;
}

/** A mock that is a `fetch`, and needs no server. The verbs of `ChatMock` drive its default session. */
export interface FetchMock extends InProcessMock {
  /** Answers each request as the mock server would, whatever its host. Give it to a client in place of the global one. */
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
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
  const { url = 'http://localhost:7700' } = options;
  const { simulator, mock } = createInProcess(options, url);
  return Object.assign(mock, {
    fetch: (input: RequestInfo | URL, init?: RequestInit) =>
      answerRequest(simulator, HOST, requestOf(input, init, url)),
  });
}

/** A request for a path, without a host, is for the mock's own. */
function requestOf(input: RequestInfo | URL, init: RequestInit | undefined, url: string): Request {
  return new Request(typeof input === 'string' ? new URL(input, url) : input, init);
}
