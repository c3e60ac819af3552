import type { ScenarioInput } from '../../scenario/schema.ts';
import type { SimulatorOptions } from '../../simulator/simulator.ts';

/** What a mock server is made of. */
export interface ServerOptions extends SimulatorOptions {
  /** Files and folders of scenarios, scenarios as objects or builders, or a mix. Default: none. */
  readonly scenarios?: string | readonly (string | ScenarioInput | { build(): ScenarioInput })[];
  /** The scenario that answers unless a request names another. */
  readonly scenario?: string;
  /** Reload scenario files when they change. Default false. */
  readonly watch?: boolean;
  /** Origins, besides those of this machine, whose pages may drive the mock; their hosts may name it. Default: none. */
  readonly allowedOrigins?: readonly string[];
}
