import {
  type Prover,
  responseParts,
  type SpecReport,
  type SpecRequest,
  type Violation,
} from '../plan/prover.ts';
import { Turns } from '../plan/turns.ts';
import type { Plan } from '../plan/types.ts';
import type { ResponseIds } from '../playback/item.ts';

/** What is wrong with a request, and with its answer. */
export type Found = Pick<SpecReport, 'request' | 'response'>;

/** Proves a long answer part by part, so that others have their turn. */
export async function proveInParts(
  prover: Prover,
  plan: Plan,
  request: SpecRequest,
  ids: ResponseIds,
): Promise<Found> {
  const turns = new Turns();
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
