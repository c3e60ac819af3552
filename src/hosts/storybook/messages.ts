import type { VerbInput } from '../../control/verb.ts';
import type { ControlErrorBody } from '../../control/wire.ts';
import type { SimulatorEvent } from '../../simulator/simulator.ts';

/** A verb that the manager wants run on the story's mock. */
export interface Call {
  readonly id: string;
  readonly route: string;
  readonly input?: VerbInput | undefined;
}

/** What happened in the story's mock, in its order. */
export type Happened = readonly SimulatorEvent[];

/** How a call went. */
export type CallAnswer =
  | { readonly id: string; readonly result: unknown }
  | { readonly id: string; readonly error: ControlErrorBody };

/** A scenario as the toolbar lists it. */
export interface ScenarioChoice {
  readonly name: string;
  readonly description: string;
  readonly group: string;
}

/** What the manager is told of the story that has the page. */
export interface StoryNews {
  readonly storyId: string | undefined;
  /** The name of the scenario that the story itself asks for: it goes before the toolbar's. */
  readonly ownScenario: string | undefined;
  readonly scenarios: readonly ScenarioChoice[];
}
