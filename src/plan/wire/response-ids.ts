import { createRandom, type Random } from '../made-up/random.ts';
import type { ResponseIds } from '../types.ts';

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
export function createIds(options: {
  readonly random: Random;
  readonly began: number;
  readonly rounds: readonly number[];
}): ResponseIds {
  return new RandomIds(options);
}

/** Makes what it is asked for. A class, since every open stream has one: as an object of functions it is four times as large. */
class RandomIds implements ResponseIds {
  readonly #random: Random;
  readonly #began: number;
  readonly #rounds: readonly number[];
  readonly #ids: string[] = [];
  readonly #callIds: string[] = [];
  readonly #uuids: string[] = [];

  constructor({ random, began, rounds }: Parameters<typeof createIds>[0]) {
    this.#random = random;
    this.#began = began;
    this.#rounds = rounds;
  }

  id(round: number): string {
    this.#ids[round] ??= `chatcmpl-${pick(this.#random, 29)}`;
    return this.#ids[round];
  }

  created(round: number): number {
    return Math.floor((this.#began + (this.#rounds[round] ?? 0)) / 1000);
  }

  callId(call: number): string {
    this.#callIds[call] ??= `call_${pick(this.#random, 24)}`;
    return this.#callIds[call];
  }

  uuid(event: number): string {
    this.#uuids[event] ??= uuid(this.#random);
    return this.#uuids[event];
  }
}

/** A ids of a response that plays now: fresh ids, or those of a seed. */
export function idsFor(plan: { readonly rounds: readonly number[] }, seed: string | undefined): ResponseIds {
  if (seed === undefined) return createIds({ random: Math.random, began: Date.now(), rounds: plan.rounds });
  return createIds({ random: createRandom(seed), began: SEEDED_TIME * 1000, rounds: plan.rounds });
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
