import type { Plan } from '../plan/types.ts';
import type { Scenario } from '../scenario/scenario.ts';

const PLANS_KEPT = 500;
/** A longer request, in characters, is planned anew each time. */
const LONGEST_REQUEST = 32_768;

/** Answers by what they depend on: the same request gets the same plan, and what was proven of that holds. */
export class PlanCache {
  readonly #plans = new Map<string, Promise<Plan>>();
  readonly #ids = new WeakMap<Scenario, number>();
  #scenarios = 0;

  /** The plan for a request, made if it is not there yet, nor being made. One that cannot be made stays so. */
  get(
    request: {
      readonly scenario: Scenario | undefined;
      readonly attempt: number;
      readonly workspace: string;
      /** The body as it came. */
      readonly text: string;
    },
    make: () => Promise<Plan>,
  ): Promise<Plan> {
    const { scenario, attempt, workspace, text } = request;
    if (text.length > LONGEST_REQUEST) return make();
    // The workspace has its length before it, so that no two requests have the same key.
    const key = `${this.#idOf(scenario)} ${attempt} ${workspace.length} ${workspace}${text}`;
    const plan = this.#plans.get(key) ?? make();
    // A plan that is used again is young again: the oldest one goes first.
    this.#plans.delete(key);
    this.#plans.set(key, plan);
    const [oldest = ''] = this.#plans.keys();
    if (this.#plans.size > PLANS_KEPT) this.#plans.delete(oldest);
    return plan;
  }

  /** A scenario that was loaded again is another one. */
  #idOf(scenario: Scenario | undefined): number {
    if (scenario === undefined) return 0;
    const id = this.#ids.get(scenario) ?? ++this.#scenarios;
    this.#ids.set(scenario, id);
    return id;
  }
}
