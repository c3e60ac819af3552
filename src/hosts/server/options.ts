import type { ScenarioName } from '../../scenario/scenario-name.ts';
import type { ScenarioInput } from '../../scenario/schema.ts';
import type { SimulatorOptions } from '../../simulator/simulator.ts';
import type { ProxyChat } from '../../upstream/exchange.ts';
import type { AccessOptions } from './control/access.ts';

/** What a mock server is made of. */
export interface ServerOptions extends Omit<SimulatorOptions, 'proxyChat'>, AccessOptions {
  /**
   * The URL of a real Meilisearch: requests that are not mocked go on to it. Mocked are `/__mock` and what begins with
   * `/chats`; with `proxyChat`, only `/__mock` and the chats that a scenario is chosen for.
   */
  readonly proxy?: string;
  /** The same as of a mock without a server; `true`: the server of `proxy`. */
  readonly proxyChat?: string | true | ProxyChat;
  /** Files and folders of scenarios, scenarios as objects or builders, or a mix. Default: none. */
  readonly scenarios?: string | readonly (string | ScenarioInput | { build(): ScenarioInput })[];
  /** The scenario that answers unless a request names another. */
  readonly scenario?: ScenarioName;
  /** Reload scenario files when they change. Default false. */
  readonly watch?: boolean;
}
