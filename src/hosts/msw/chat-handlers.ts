import { type HttpHandler, http } from 'msw';
import { CHAT_URL, chatPath, urlMatcher } from '../chat-url.ts';
import { answerRequest, type FetchHost } from '../fetch/answer.ts';
import { createInProcess, type InProcessMock, type InProcessOptions } from '../fetch/in-process.ts';
import { passedOn } from './stream.ts';

/** What the handlers are made of. */
export interface ChatHandlersOptions extends InProcessOptions {
  /**
   * Which requests are answered: those to the chat route of a Meilisearch, by its base URL (`https://search.example.com`), or
   * those whose URL fits a pattern: a glob as Playwright has them, or a regular expression. Default: the chat route on any
   * host.
   */
  readonly url?: string | RegExp;
}

/** Handlers for msw, and the mock behind them. */
export interface ChatHandlers extends ReadonlyArray<HttpHandler> {
  /** Drives the mock: `handlers.chat.clock.next()`. Verbs for another session: `handlers.chat.session(name)`. */
  readonly chat: InProcessMock;
}

const HOST: FetchHost = {
  name: 'msw',
  cannot: ['reset', 'half-frame'],
  decodes: true,
  broken: (during) => (during === 'response' ? new NoResponse() : new TypeError('network error')),
};

/** The connection broke before there was a response. */
class NoResponse extends Error {}

/**
 * Makes handlers for msw, in Node and in browsers, that answer chat requests frame by frame as the mock server does. There is
 * no Prism in it, so nothing is held against the OpenAPI document.
 *
 * @throws ChatMockError `invalid-scenario`, `unknown-scenario`
 * @example
 * const handlers = chatHandlers({ scenarios: [{ name: 'hello', reply: [{ text: 'Hello' }] }] });
 * const server = setupServer(...handlers);
 * await handlers.chat.use('hello');
 */
export function chatHandlers(options: ChatHandlersOptions = {}): ChatHandlers {
  const { url = CHAT_URL } = options;
  const base = isBase(url) ? url.replace(/\/+$/, '') : undefined;
  const { simulator, mock } = createInProcess(options, base ?? 'http://localhost:7700');
  const fits = urlMatcher(base === undefined ? url : `${base}/{,@*/}chats/*/chat/completions`, here());
  const handler = http.all(
    ({ request }) => fits(request.url),
    async ({ request }) => {
      const { session, path } = chatPath(new URL(request.url));
      try {
        return passedOn(await answerRequest(simulator, HOST, request, session + path));
      } catch (error) {
        // What msw makes a network error of.
        if (error instanceof NoResponse || request.signal.aborted) return Response.error();
        throw error;
      }
    },
  );
  return Object.assign([handler], { chat: mock });
}

const isBase = (url: string | RegExp): url is string =>
  typeof url === 'string' && !/[*{\\]|\/chat\/completions$/.test(url);

/** Where the page is; undefined in Node. */
const here = (): string | undefined => globalThis.location?.href;
