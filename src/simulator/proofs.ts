import {
  type Prover,
  responseParts,
  type SpecReport,
  type SpecRequest,
  type SpecResponse,
  type Violation,
} from '../plan/prover.ts';
import type { Plan } from '../plan/types.ts';
import type { ResponseIds } from '../playback/item.ts';
import { Turns } from '../turns.ts';

type Found = Pick<SpecReport, 'request' | 'response'>;

/** A request, and the plan of its answer. */
interface PlannedReply {
  readonly plan: Plan;
  readonly request: SpecRequest;
  readonly ids: ResponseIds;
  readonly turns: Turns;
}

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
  async ofPlan(
    plan: Plan,
    request: SpecRequest,
    ids: ResponseIds,
    turns = new Turns(),
  ): Promise<readonly Violation[]> {
    const known = this.#known.get(plan);
    const asked = besideBody(request);
    if (known?.asked === asked) return both(await known.found);
    const found = this.#find({ plan, request, ids, turns }, known?.found);
    this.#known.set(plan, { asked, found });
    return both(await found);
  }

  async #find(reply: PlannedReply, known: Promise<Found> | undefined): Promise<Found> {
    const { plan, request } = reply;
    const prover = await this.#prover();
    if (prover === undefined) return { request: [], response: [] };
    if (plan.offSpec === true) {
      const { status, headers } = plan;
      const report = await prover.check(request, { status, headers }, { proveResponse: false });
      return { request: report.request, response: [] };
    }
    if (known === undefined) return inParts(prover, reply);
    const { status, headers } = plan;
    const report = await prover.check(request, { status, headers }, { proveResponse: false });
    return { request: report.request, response: (await known).response };
  }
}

/** Proves a long answer part by part, so that others have their turn. */
async function inParts(prover: Prover, { plan, request, ids, turns }: PlannedReply): Promise<Found> {
  let found: Found | undefined;
  for (const { response, first, place } of responseParts(plan, ids)) {
    if (found === undefined) {
      found = await prover.check(request, response, { proveResponse: true });
    } else {
      // What is not about one of its elements was found with the first part.
      const own = (await prover.proveReply(response, request)).filter(
        ({ location }) => location[place] !== undefined,
      );
      const moved = own.map((violation) => moveBy(first, place, violation));
      found = { ...found, response: [...found.response, ...moved] };
    }
    if (turns.due) await turns.next();
  }
  return found ?? { request: [], response: [] };
}

/** A violation of an element that is not at the number in its location and its message, but so many further. */
function moveBy(by: number, place: number, violation: Violation): Violation {
  const { location, message } = violation;
  const moved = location.with(place, String(Number(location[place]) + by));
  const [from, to] = [location, moved].map((all) => `property ${all.slice(2).join('.')} `);
  return { ...violation, location: moved, message: message.replace(from ?? '', () => to ?? '') };
}

function both({ request, response }: Found): readonly Violation[] {
  return [...request, ...response];
}

/** All of a request that the document says something of, but for its body. */
function besideBody({ path, headers }: SpecRequest): string {
  return JSON.stringify([path, headers.authorization, headers['content-type']]);
}
