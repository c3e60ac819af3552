import type { Registry } from 'prom-client';
import type { Simulator } from '../../simulator/simulator.ts';
import { timers } from '../../timers.ts';
import type { Answered } from './metrics.ts';

/** What goes through a server: what those who run it ask of it, and what a load balancer does. */
export class Traffic {
  /** Whether new requests should go elsewhere. */
  draining = false;
  readonly #simulator: Simulator;
  readonly #answered = new Map<string, { -readonly [Key in keyof Answered]: Answered[Key] }>();
  #metrics: Promise<Registry> | undefined;

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  /** How many requests are on their way. */
  get open(): number {
    return this.#simulator.open;
  }

  /** What was answered since the beginning. */
  get answered(): Iterable<Answered> {
    return this.#answered.values();
  }

  count(route: string, status: number): void {
    const key = `${status} ${route}`;
    const known = this.#answered.get(key);
    if (known === undefined) this.#answered.set(key, { route, status, count: 1 });
    else known.count++;
  }

  /** Loaded when it is first asked for: most servers are never asked. */
  metrics(): Promise<Registry> {
    this.#metrics ??= import('./metrics.ts').then(({ createMetrics }) =>
      createMetrics(this.#simulator, () => this.answered),
    );
    return this.#metrics;
  }

  /**
   * From now on new requests should go elsewhere. Resolves when none is on its way any more, or after so many real ms, to how
   * many still are.
   */
  drain(timeout: number): Promise<number> {
    this.draining = true;
    return new Promise((resolve) => {
      const finish = () => {
        timers.clearTimeout(timer);
        unwatch();
        resolve(this.open);
      };
      const look = () => {
        if (this.open === 0) finish();
      };
      const timer = timers.setTimeout(finish, timeout);
      const unwatch = this.#simulator.watch(({ type }) => type === 'ended' && look());
      look();
    });
  }
}
