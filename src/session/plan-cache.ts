import { sizeOf } from '../plan/size.ts';
import type { Plan } from '../plan/types.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { MemoryBudget, MemoryShare } from './memory-budget.ts';

const PLANS_KEPT = 500;
/** A longer request, in characters, is planned anew each time. */
const LONGEST_REQUEST = 32_768;

/** Answers by what they depend on: the same request gets the same plan, and what was proven of that holds. */
export class PlanCache {
  readonly #entries = new Map<string, Entry>();
  readonly #ids = new WeakMap<Scenario, number>();
  readonly #budget: MemoryBudget;
  #scenarios = 0;

  constructor(budget = new MemoryBudget()) {
    this.#budget = budget;
  }

  /** The plan for a request, made if it is not there yet, nor being made. One that cannot be made stays so. */
  get(
    request: {
      readonly scenario: Scenario | undefined;
      readonly attempt: number;
      readonly workspace: string;
      /** The body as it came. */
      readonly text: string;
      /** In place of what the pace says, in ms. */
      readonly ttft?: number | undefined;
    },
    make: () => Promise<Plan>,
  ): Promise<Plan> {
    const { scenario, attempt, workspace, text, ttft = '' } = request;
    if (text.length > LONGEST_REQUEST) return make();
    // The workspace has its length before it, so that no two requests have the same key.
    const key = `${this.#idOf(scenario)} ${attempt} ${ttft} ${workspace.length} ${workspace}${text}`;
    const entry = this.#entries.get(key) ?? this.#create(key, make());
    // A plan that is used again is young again: the oldest one goes first.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#budget.offer(entry);
    const [oldest] = this.#entries.values();
    if (this.#entries.size > PLANS_KEPT) oldest?.giveUp();
    return entry.plan;
  }

  #create(key: string, plan: Promise<Plan>): Entry {
    const share = new MemoryShare(this.#budget);
    share.add(sizeOf(key));
    let kept = true;
    const giveUp = () => {
      kept = false;
      this.#entries.delete(key);
      this.#budget.withdraw(entry);
      share.clear();
    };
    const entry: Entry = { plan, giveUp };
    const hold = (made: Plan) => {
      if (kept) share.hold(made);
    };
    // What is wrong is told to those who wait for the plan.
    plan.then(hold, () => undefined);
    return entry;
  }

  /** A scenario that was loaded again is another one. */
  #idOf(scenario: Scenario | undefined): number {
    if (scenario === undefined) return 0;
    const id = this.#ids.get(scenario) ?? ++this.#scenarios;
    this.#ids.set(scenario, id);
    return id;
  }
}

/** A plan that is kept, or is being made. */
interface Entry {
  readonly plan: Promise<Plan>;
  giveUp(): void;
}
