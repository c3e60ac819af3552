import { hash } from './made-up/random.ts';
import type { Turns } from './turns.ts';
import type { PlanRequest } from './types.ts';

/** What is hashed at once, in characters. */
const PART = 2 ** 20;

/** What fixes what is made up for a request: its own. */
export async function seedOf({ workspace, body }: PlanRequest, turns: Turns): Promise<number> {
  const { model, messages, seed = null } = body;
  const text = JSON.stringify([workspace, model, messages, seed]);
  let value: number | undefined;
  for (let start = 0; start < text.length; start += PART) {
    value = hash(text.slice(start, start + PART), value);
    if (turns.due) await turns.next();
  }
  return value ?? 0;
}
