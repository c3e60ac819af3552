import type { ChatMock } from '../../control/chat-mock.ts';
import { createSessionMock } from '../../control/session-mock.ts';
import type { ScenarioLike } from '../../control/verb.ts';
import type { ScenarioName } from '../../scenario/scenario-name.ts';
import { byName } from '../../session/choose.ts';
import { DEFAULT_SESSION } from '../../session/names.ts';
import { checkChaos } from '../../simulator/chaos.ts';
import { checkedScenarios } from '../../simulator/checked-scenarios.ts';
import { Simulator, type SimulatorOptions } from '../../simulator/simulator.ts';

/** What a mock without a server is made of. What takes the place of `fetch` cannot ask a real server by it. */
export interface InProcessOptions extends Omit<SimulatorOptions, ProxyOption> {
  /** Scenarios as objects or builders; there are no files here. Default: none. */
  readonly scenarios?: readonly Exclude<ScenarioLike, string>[];
  /** The name of the scenario that answers unless a request names another. */
  readonly scenario?: ScenarioName;
}

/** The options of a mock that stands before a real server. */
export type ProxyOption = 'proxyChat' | 'proxyTimeout' | 'onExchange';

/** A mock in the process of its tests. The verbs of {@link ChatMock} drive its default session. */
export interface InProcessMock extends ChatMock {
  /** The same verbs for another session, made on first use. Requests name it by their URL: `session(name).url`. */
  session(name: string): ChatMock;
  /** Makes every session as new. Their journals and streams end; the scenarios stay. */
  resetAll(): Promise<void>;
}

/**
 * Makes a mock that no host has yet.
 *
 * @param url what the `url` of its sessions begins with
 * @throws ChatMockError `invalid-scenario`, `unknown-scenario`
 */
export function createInProcess(options: InProcessOptions, url: string) {
  const { scenarios: inputs = [], scenario } = options;
  if (options.chaos !== undefined) checkChaos(options.chaos);
  const simulator = new Simulator(options);
  simulator.setScenarios(checkedScenarios(inputs));
  const selectFirst = () => {
    if (scenario !== undefined) simulator.session().selection.use(byName(simulator.scenarios, scenario));
  };
  selectFirst();

  const session = (name: string): ChatMock => createSessionMock(simulator.access(name), () => url);
  const mock: InProcessMock = Object.assign(session(DEFAULT_SESSION), {
    session,
    async resetAll() {
      simulator.resetAll();
      selectFirst();
    },
  });
  return { simulator, mock };
}
