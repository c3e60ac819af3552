import type { Plan } from '../plan/types.ts';

/** Something that holds memory which it can do without. */
export interface MemoryHolder {
  /** Gives up what it holds, and tells its share so. */
  giveUp(): void;
}

/**
 * What is held takes about so many times its size: V8 lets its heap grow before it has collected the garbage, and there is
 * what requests take while they are worked on.
 */
const WITH_GARBAGE = 3;

/**
 * What the journals, the plans and the sessions of a simulator may take together, in estimated bytes. Over the limit, the
 * oldest give up what they hold. What a stream that runs needs is counted, and never given up.
 */
export class MemoryBudget {
  readonly limit: number;
  /** By how many shares a plan is held: it counts once. */
  readonly #plans = new Map<Plan, number>();
  /** Those that can give something up, the oldest first. */
  readonly #holders = new Set<MemoryHolder>();
  #used = 0;
  #lastResort = () => false;

  constructor(limit = Number.POSITIVE_INFINITY) {
    this.limit = limit;
  }

  /** Estimated bytes that are taken now. */
  get used(): number {
    return this.#used;
  }

  /** So many bytes more are held, or fewer. */
  count(bytes: number): void {
    this.#used += WITH_GARBAGE * bytes;
  }

  /** One more share holds a plan (1), or one less does (-1). */
  countPlan(plan: Plan, change: 1 | -1): void {
    const before = this.#plans.get(plan) ?? 0;
    const after = before + change;
    if (before === 0) this.count(plan.size);
    if (after === 0) this.count(-plan.size);
    if (after === 0) this.#plans.delete(plan);
    else this.#plans.set(plan, after);
  }

  /** From now on this may be asked to give up what it holds, as the youngest. */
  offer(holder: MemoryHolder): void {
    this.#holders.delete(holder);
    this.#holders.add(holder);
  }

  withdraw(holder: MemoryHolder): void {
    this.#holders.delete(holder);
  }

  /** What gives up something when no holder is left. Returns false when it has nothing. */
  onLastResort(giveUp: () => boolean): void {
    this.#lastResort = giveUp;
  }

  /** Brings what is held below the limit, as far as that can be. */
  relieve(): void {
    while (this.#used > this.limit) {
      const [oldest] = this.#holders;
      if (oldest === undefined) {
        if (!this.#lastResort()) return;
      } else {
        this.#holders.delete(oldest);
        oldest.giveUp();
      }
    }
  }
}

/** What one holder has of a budget. */
export class MemoryShare {
  readonly #budget: MemoryBudget;
  #bytes = 0;
  #plan: Plan | undefined;

  constructor(budget: MemoryBudget) {
    this.#budget = budget;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    this.#budget.count(bytes);
  }

  hold(plan: Plan): void {
    this.#plan = plan;
    this.#budget.countPlan(plan, 1);
  }

  /** Holds nothing any more. */
  clear(): void {
    this.add(-this.#bytes);
    if (this.#plan !== undefined) this.#budget.countPlan(this.#plan, -1);
    this.#plan = undefined;
  }
}
