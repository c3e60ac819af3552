import type { Prover, SpecReport, SpecRequest, SpecResponse, Violation } from '../plan/prover.ts';
import type { Plan } from '../plan/types.ts';

type Found = Pick<SpecReport, 'request' | 'response'>;

/** What was found in an exchange, or is being found. */
interface PlanProof {
  /** What {@link besideBody} said of the request. */
  readonly asked: string;
  readonly found: Promise<Found>;
  readonly violations: Promise<readonly Violation[]>;
}

/**
 * Holds requests and their answers against the document. A plan has one request's body and one response: what was found in
 * them is known for as long as the plan is.
 */
export class Proofs {
  readonly #prover: () => Promise<Prover> | undefined;
  readonly #known = new WeakMap<Plan, PlanProof>();

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
  ofPlan(plan: Plan, request: SpecRequest, response: () => SpecResponse): Promise<readonly Violation[]> {
    const known = this.#known.get(plan);
    const asked = besideBody(request);
    if (known?.asked === asked) return known.violations;
    const found = this.#find(plan, request, response, known);
    const violations = found.then(both);
    this.#known.set(plan, { asked, found, violations });
    return violations;
  }

  async #find(
    plan: Plan,
    request: SpecRequest,
    response: () => SpecResponse,
    known: PlanProof | undefined,
  ): Promise<Found> {
    const prover = await this.#prover();
    if (prover === undefined) return { request: [], response: [] };
    if (known === undefined) return prover.check(request, response(), { proveResponse: true });
    const { status, headers } = plan;
    const report = await prover.check(request, { status, headers }, { proveResponse: false });
    return { request: report.request, response: (await known.found).response };
  }
}

function both({ request, response }: Found): readonly Violation[] {
  return [...request, ...response];
}

/** All of a request that the document says something of, but for its body. */
function besideBody({ path, headers }: SpecRequest): string {
  return JSON.stringify([path, headers.authorization, headers['content-type']]);
}
