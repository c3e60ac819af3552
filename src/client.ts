import { type ChatMock, createChatMock } from './control/chat-mock.ts';
import { Transport, type TransportOptions } from './control/transport.ts';
import type { ScenarioSummary } from './control/wire.ts';
import { ChatMockError } from './error.ts';
import { checkSessionName, DEFAULT_SESSION, sessionUrl } from './session/names.ts';

export type { ScenarioSummary } from './control/wire.ts';

export interface ConnectOptions extends TransportOptions {
  /** The session to drive. Default: the one that the URL names, or that of requests which name none. */
  readonly session?: string | undefined;
}

/** A mock that runs elsewhere, driven over HTTP by the verbs of {@link ChatMock}. */
export interface ChatMockClient extends ChatMock {
  /** The same mock, another session of it. */
  session(name: string): ChatMockClient;
  /** The scenarios that the mock has. */
  scenarios(): Promise<ScenarioSummary[]>;
}

/**
 * The verbs of a mock that runs elsewhere. Nothing is sent until the first of them is called. Works
 * wherever there is a `fetch`.
 *
 * @param url what `npm run mock` prints; with `/@NAME` at its end, that session
 * @throws ChatMockError `invalid-option` when this is no http URL, no name of a session or no key. The verbs
 * reject with the errors that they have in the process of the mock, and with `unreachable` when no mock
 * answers at the URL
 * @example
 * const chat = connect('http://localhost:7700', { session: 'checkout' });
 * await chat.use('movie-night');
 * await chat.clock.pauseAt('text');
 */
export function connect(url: string, options: ConnectOptions = {}): ChatMockClient {
  const { base, session } = parse(url);
  return clientOf(new Transport(base, options), options.session ?? session ?? DEFAULT_SESSION);
}

function clientOf(transport: Transport, name: string): ChatMockClient {
  checkSessionName(name);
  const { base, timeout } = transport;
  const mock = createChatMock(
    ({ route, waits }, input, signal) => {
      const whole = waits === true ? { ...input, timeout: input.timeout ?? timeout } : input;
      return transport.call(name, route, whole, signal);
    },
    { name, url: () => sessionUrl(base, name), timeout },
  );
  return Object.assign(mock, {
    session: (other: string) => clientOf(transport, other),
    scenarios: () => transport.call<ScenarioSummary[]>(name, 'GET /scenarios'),
  });
}

function parse(url: string): { base: string; session: string | undefined } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new ChatMockError('invalid-option', `The mock has an http URL, and "${url}" is none.`, {
      hint: 'It looks like http://localhost:7700.',
    });
  }
  const path = parsed.pathname.replace(/\/+$/, '');
  const [, before = path, session] = /^(.*)\/@([^/]+)$/.exec(path) ?? [];
  return {
    base: parsed.origin + before,
    session: session === undefined ? undefined : decodeURIComponent(session),
  };
}
