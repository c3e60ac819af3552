import type { ScenarioName } from '../../scenario/scenario-name.ts';
import type { ScenarioInput } from '../../scenario/schema.ts';
import type { SimulatorOptions } from '../../simulator/simulator.ts';
import type { AccessOptions } from './control/access.ts';

/** What a mock server is made of. */
export interface ServerOptions extends SimulatorOptions, AccessOptions {
  /** Files and folders of scenarios, scenarios as objects or builders, or a mix. Default: none. */
  readonly scenarios?: string | readonly (string | ScenarioInput | { build(): ScenarioInput })[];
  /** The scenario that answers unless a request names another. */
  readonly scenario?: ScenarioName;
  /** Reload scenario files when they change. Default false. */
  readonly watch?: boolean;
}
