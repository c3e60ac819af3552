import type { Plan } from '../../plan/types.ts';
import type { Spec, SpecReport, SpecRequest } from '../../proof/guard.ts';
import type { Violation } from '../../session/journal.ts';
import type { Answer } from '../../simulator.ts';

type Found = Pick<SpecReport, 'request' | 'response'>;

/** What was found in an exchange, or is being found. */
interface Proof {
  /** What {@link besideBody} said of the request. */
  readonly asked: string;
  readonly found: Promise<Found>;
  readonly violations: Promise<readonly Violation[]>;
}

/**
 * Holds chat requests and their answers against the document. A plan has one request's body and one response: what was
 * found in them is known for as long as the plan is.
 */
export class Proofs {
  readonly #spec: () => Promise<Spec>;
  readonly #known = new WeakMap<Plan, Proof>();

  constructor(spec: () => Promise<Spec>) {
    this.#spec = spec;
  }

  /** What is wrong with a request, then with its answer. */
  violations(answer: Answer, request: SpecRequest): Promise<readonly Violation[]> {
    const known = this.#known.get(answer.plan);
    const asked = besideBody(request);
    if (known?.asked === asked) return known.violations;
    const found = this.#find(answer, request, known);
    const violations = found.then((both) => [...both.request, ...both.response]);
    this.#known.set(answer.plan, { asked, found, violations });
    return violations;
  }

  async #find(answer: Answer, request: SpecRequest, known: Proof | undefined): Promise<Found> {
    const spec = await this.#spec();
    if (known === undefined) return spec.check(request, answer.response(), { proveResponse: true });
    const { response } = await known.found;
    const { status, headers } = answer.plan;
    const report = await spec.check(request, { status, headers }, { proveResponse: false });
    return { request: report.request, response };
  }
}

/** All of a request that the document says something of, but for its body. */
function besideBody({ path, headers }: SpecRequest): string {
  return JSON.stringify([path, headers.authorization, headers['content-type']]);
}
