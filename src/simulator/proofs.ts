import type { Prover, SpecRequest, SpecResponse, Violation } from '../plan/prover.ts';
import type { Plan } from '../plan/types.ts';
import type { ResponseIds } from '../playback/item.ts';
import type { Found } from './prove-in-parts.ts';

/** Proves requests and answers. What was found in a plan and its request is kept as long as the plan. */
export class Proofs {
  readonly #prover: () => Promise<Prover> | undefined;
  /** What was found, or is being found; `asked` is {@link besideBody} of the request. */
  readonly #known = new WeakMap<Plan, { readonly asked: string; readonly found: Promise<Found> }>();

  /** @param prover undefined: nothing is proven, and nothing is found */
  constructor(prover: () => Promise<Prover> | undefined) {
    this.#prover = prover;
  }

  /** What is wrong with a request, then with its answer. */
  async violations(request: SpecRequest, response: SpecResponse): Promise<readonly Violation[]> {
    const prover = await this.#prover();
    return prover === undefined ? [] : both(await prover.check(request, response, { proveResponse: true }));
  }

  /** The same for an answer that has a plan. */
  async ofPlan(plan: Plan, request: SpecRequest, ids: ResponseIds): Promise<readonly Violation[]> {
    const known = this.#known.get(plan);
    const asked = besideBody(request);
    if (known?.asked === asked) return both(await known.found);
    const found = this.#find(plan, request, ids, known?.found);
    this.#known.set(plan, { asked, found });
    return both(await found);
  }

  async #find(
    plan: Plan,
    request: SpecRequest,
    ids: ResponseIds,
    known: Promise<Found> | undefined,
  ): Promise<Found> {
    const prover = await this.#prover();
    if (prover === undefined) return { request: [], response: [] };
    if (known === undefined && plan.offSpec !== true) {
      // A page has no prover.
      const { proveInParts } = await import('./prove-in-parts.ts');
      return proveInParts(prover, plan, request, ids);
    }
    const { status, headers } = plan;
    const report = await prover.check(request, { status, headers }, { proveResponse: false });
    return { request: report.request, response: (await known)?.response ?? [] };
  }
}

function both({ request, response }: Found): readonly Violation[] {
  return [...request, ...response];
}

/** All of a request that the document says something of, but for its body. */
function besideBody({ path, headers }: SpecRequest): string {
  return JSON.stringify([path, headers.authorization, headers['content-type']]);
}
