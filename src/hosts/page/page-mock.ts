import { createSessionMock } from '../../control/session-mock.ts';
import type { ScenarioLike, SessionAccess } from '../../control/verb.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { type ScenarioData, scenarioFromData } from '../../scenario/scenario-data.ts';
import { byName } from '../../session/choose.ts';
import { DEFAULT_SESSION } from '../../session/names.ts';
import { Simulator } from '../../simulator/simulator.ts';
import { CHAT_URL, chatPath, urlMatcher } from '../chat-url.ts';
import { answerRequest } from '../fetch/answer.ts';
import type { FetchMock, FetchMockOptions } from '../fetch/fetch-mock.ts';
import { interceptFetch } from './fetch.ts';
import { pageHost } from './page-host.ts';
import { interceptXhr } from './xhr.ts';

/** What the mock of a page is made of. */
export interface PageMockOptions extends Omit<FetchMockOptions, 'scenarios'> {
  /**
   * Scenarios as objects or builders, which are checked in the page; or those of the plugin for Vite, which were checked and
   * proven when the page was built. Default: none.
   */
  readonly scenarios?: PageScenarios;
  /**
   * Requests of the page with such a URL are answered by the mock: a glob or a regular expression, as the Playwright
   * fixture has them. Default: the chat route, on any host.
   */
  readonly chatUrl?: string | RegExp;
}

/** Scenarios for a page: all of them objects and builders, or all from the plugin for Vite. */
export type PageScenarios = readonly Exclude<ScenarioLike, string>[] | readonly ScenarioData[];

/** A mock that answers the chat requests of the page that it is in. */
export interface PageMock extends FetchMock {
  /** Settles when the scenarios that it was made with are in force; rejects with `invalid-scenario`, `unknown-scenario`. */
  readonly ready: Promise<void>;
  /** Replaces the scenarios; streams that run go on. Rejects with `invalid-scenario`, and nothing is replaced. */
  setScenarios(scenarios: PageScenarios): Promise<void>;
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

  const setScenarios = async (given: PageScenarios) => simulator.setScenarios(await scenariosOf(given));
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
    dispose() {
      if (over) return;
      over = true;
      for (const give of giveBack) give();
      simulator.stop();
    },
  });
}

async function scenariosOf(given: PageScenarios): Promise<readonly Scenario[]> {
  if (isChecked(given)) return given.map(scenarioFromData);
  // Loaded when it is needed.
  const { checkedScenarios, mustRender } = await import('../../simulator/checked-scenarios.ts');
  const scenarios = checkedScenarios(given);
  await mustRender(scenarios);
  return scenarios;
}

const isChecked = (given: PageScenarios): given is readonly ScenarioData[] =>
  given.every((one) => 'places' in one);
