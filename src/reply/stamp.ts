import { createRandom, type Random } from './random.ts';
import type { Stamp } from './types.ts';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The time that seeded answers are made at: 2026-01-01T00:00:00Z, in Unix seconds. */
export const SEEDED_TIME = 1_767_225_600;

/**
 * Ids and times for one response.
 *
 * @param options.random where ids come from; seeded, the same response has the same ids
 * @param options.began Unix ms at which the response began
 * @param options.rounds when each round begins, in ms after that
 */
export function createStamp(options: {
  readonly random: Random;
  readonly began: number;
  readonly rounds: readonly number[];
}): Stamp {
  const { random, began, rounds } = options;
  const once = (make: () => string): ((index: number) => string) => {
    const made = new Map<number, string>();
    return (index) => {
      const known = made.get(index);
      if (known !== undefined) return known;
      const text = make();
      made.set(index, text);
      return text;
    };
  };
  return {
    id: once(() => `chatcmpl-${pick(random, 29)}`),
    created: (round) => Math.floor((began + (rounds[round] ?? 0)) / 1000),
    callId: once(() => `call_${pick(random, 24)}`),
    uuid: once(() => uuid(random)),
  };
}

/** A stamp of a response that plays now: fresh ids, or those of a seed. */
export function stampFor(plan: { readonly rounds: readonly number[] }, seed: string | undefined): Stamp {
  if (seed === undefined) return createStamp({ random: Math.random, began: Date.now(), rounds: plan.rounds });
  return createStamp({ random: createRandom(seed), began: SEEDED_TIME * 1000, rounds: plan.rounds });
}

function pick(random: Random, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += ALPHANUMERIC[Math.floor(random() * ALPHANUMERIC.length)] ?? '';
  return text;
}

/** A version 4 UUID. */
function uuid(random: Random): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(random() * 16);
    return (place === 'x' ? digit : (digit & 0x3) | 0x8).toString(16);
  });
}
