import type { ScenarioName } from '../../scenario/scenario-name.ts';
import type { ScenarioInput } from '../../scenario/schema.ts';
import type { SimulatorOptions } from '../../simulator/simulator.ts';
import type { ProxyChat } from '../../upstream/exchange.ts';
import type { AccessOptions } from './control/access.ts';

/** What a mock server is made of. */
export interface ServerOptions extends Omit<SimulatorOptions, 'proxyChat' | 'data'>, AccessOptions {
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
  /**
   * Documents that requests are answered from which no scenario is for: a folder with a file for each index
   * (`movies.json`, `.ndjson`, `.jsonl` or `.csv`), or lists by their indexes. Default: such answers are made up.
   */
  readonly data?: string | SimulatorOptions['data'];
  /** Reload scenario and data files when they change. Default false. */
  readonly watch?: boolean;
}
