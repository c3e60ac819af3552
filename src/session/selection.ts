import type { Scenario } from '../scenario/scenario.ts';
import { mustCount } from './must-count.ts';

/** How often something is used: every time, unless `times` says so. */
export interface UseOptions {
  /** How many requests it answers; then the one used before answers again. */
  readonly times?: number;
}

/** How many scenarios are remembered when they are no longer in force. */
const LATELY = 100;

/** Which scenario a session uses. */
export class ScenarioSelection {
  /** What was in force lately: a stream that plays it may be on its way to a hold when another is. */
  lately: readonly Scenario[] = [];
  #used: { scenario: Scenario; left: number }[] = [];

  /** The scenario in force. */
  get current(): Scenario | undefined {
    return this.#used.at(-1)?.scenario;
  }

  /** For how many more requests it is in force; Infinity: for every one. */
  get left(): number {
    return this.#used.at(-1)?.left ?? 0;
  }

  /** @throws ChatMockError `invalid-option` */
  use(scenario: Scenario, options: UseOptions = {}): void {
    const { times = Number.POSITIVE_INFINITY } = options;
    mustCount('use()', 'times', times, 1);
    if (times === Number.POSITIVE_INFINITY) this.#used = [];
    this.#used.push({ scenario, left: times });
    this.lately = [...this.lately.filter((one) => one !== scenario), scenario].slice(-LATELY);
  }

  /** The scenario in force, counting one use. The latest goes first. */
  take(): Scenario | undefined {
    const last = this.#used.at(-1);
    if (last === undefined) return undefined;
    last.left--;
    if (last.left <= 0) this.#used.pop();
    return last.scenario;
  }

  /** Scenarios were loaded again: those in force that come from a file are the new ones from now on. */
  renew(scenarios: readonly Scenario[]): void {
    const fresh = new Map(scenarios.map((scenario) => [scenario.name, scenario]));
    for (const use of this.#used) {
      if (use.scenario.file !== undefined) use.scenario = fresh.get(use.scenario.name) ?? use.scenario;
    }
  }

  /** None is in force. */
  none(): void {
    this.#used = [];
  }

  clear(): void {
    this.#used = [];
    this.lately = [];
  }
}
