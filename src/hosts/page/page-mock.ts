import { runRoute } from '../../control/run-route.ts';
import { createSessionMock } from '../../control/session-mock.ts';
import type { SessionAccess } from '../../control/verb.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { ScenarioInput } from '../../scenario/schema.ts';
import { byName } from '../../session/choose.ts';
import { DEFAULT_SESSION } from '../../session/names.ts';
import { Simulator, type SimulatorEvent } from '../../simulator/simulator.ts';
import { CHAT_URL, chatPath, urlMatcher } from '../chat-url.ts';
import { answerRequest } from '../fetch/answer.ts';
import type { FetchMock, FetchMockOptions } from '../fetch/fetch-mock.ts';
import { interceptFetch } from './fetch.ts';
import { pageHost } from './page-host.ts';
import { interceptXhr } from './xhr.ts';

/** What the mock of a page is made of. */
export interface PageMockOptions extends FetchMockOptions {
  /**
   * Requests of the page with such a URL are answered by the mock: a glob or a regular expression, as the Playwright
   * fixture has them. Default: the chat route, on any host.
   */
  readonly chatUrl?: string | RegExp;
}

/** A mock that answers the chat requests of the page that it is in. */
export interface PageMock extends FetchMock {
  /** Settles when the scenarios that it was made with are in force; rejects with `invalid-scenario`, `unknown-scenario`. */
  readonly ready: Promise<void>;
  /** Replaces the scenarios of files; running streams go on. Objects are checked; rejects with `invalid-scenario`. */
  setScenarios(scenarios: readonly Scenario[] | readonly ScenarioInput[]): Promise<void>;
  /** Tells a listener of everything that happens, in every session, until the returned function is called. */
  watch(listener: (event: SimulatorEvent) => void): () => void;
  /**
   * Runs a verb of the control table by its route, with the checks that it has over HTTP.
   *
   * @param session default: that of requests which name none
   * @example
   * await mock.call('POST /clock/next', { count: 1 });
   */
  call(route: string, input?: Record<string, unknown>, session?: string): Promise<unknown>;
  /** Ends all streams and gives `fetch` and `XMLHttpRequest` back. */
  dispose(): void;
}

/**
 * Makes a mock that answers the chat requests of its page, by `fetch` and `XMLHttpRequest`, frame by frame. Every other
 * request goes where it went before. For a page only: it needs `fetch`, `XMLHttpRequest` and `document`.
 *
 * @example
 * const mock = createPageMock({ scenarios: [{ name: 'hello', reply: [{ text: 'Hello' }] }] });
 * await mock.use('hello');
 */
export function createPageMock(options: PageMockOptions = {}): PageMock {
  const { scenarios = [], scenario, url = location.origin, chatUrl = CHAT_URL } = options;
  const simulator = new Simulator(options);
  const host = pageHost();
  const fits = urlMatcher(chatUrl, location.href);
  let over = false;

  const setScenarios = async (given: readonly object[]) => {
    const checked = given.every(isScenario) ? given : await checkScenarios(given);
    simulator.setScenarios(checked);
  };
  const selectFirst = () => {
    if (scenario !== undefined) simulator.session().selection.use(byName(simulator.scenarios, scenario));
  };
  const ready = setScenarios(scenarios).then(selectFirst);

  const answerInPage = async (request: Request) => {
    const { session, path } = chatPath(new URL(request.url));
    await ready;
    return answerRequest(simulator, host, request, session + path);
  };
  const interception = { matches: (asked: string) => !over && fits(asked), answer: answerInPage };
  const giveBack = [interceptFetch(interception), interceptXhr(interception)];

  const access = (name: string): SessionAccess => ({
    ...simulator.access(name),
    resolve: (like) => ready.then(() => simulator.resolve(like)),
  });
  const session = (name: string) => createSessionMock(access(name), () => url);
  return Object.assign(session(DEFAULT_SESSION), {
    ready,
    fetch: (input: RequestInfo | URL, init?: RequestInit) => answerInPage(new Request(input, init)),
    session,
    async resetAll() {
      await ready;
      simulator.resetAll();
      selectFirst();
    },
    setScenarios,
    watch: (listener: (event: SimulatorEvent) => void) => simulator.watch(listener),
    call: (route: string, input: Record<string, unknown> = {}, name = DEFAULT_SESSION) =>
      runRoute(route, access(name), input),
    dispose() {
      if (over) return;
      over = true;
      for (const give of giveBack) give();
      simulator.stop();
    },
  });
}

/** Loaded when it is needed: scenarios of files were checked when the page was built. */
async function checkScenarios(given: readonly object[]): Promise<Scenario[]> {
  const { checkedScenarios } = await import('../../simulator/checked-scenarios.ts');
  return checkedScenarios(given);
}

const isScenario = (one: object): one is Scenario => 'input' in one && 'locate' in one;
