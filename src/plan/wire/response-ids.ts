import type { ResponseIds } from '../../playback/item.ts';
import { createRandom, type Random } from '../made-up/random.ts';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The time that seeded answers are made at: 2026-01-01T00:00:00Z, in Unix seconds. */
export const SEEDED_TIME = 1_767_225_600;

/** Where an id comes from: `of` says which it is, so that an id does not depend on which is asked for first. */
type RandomOf = (of: string) => Random;

/**
 * Ids and times for one response. A class, since every open stream has one: as an object of functions it is four times as
 * large.
 */
class RandomIds implements ResponseIds {
  readonly #random: RandomOf;
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
    this.#ids[round] ??= `chatcmpl-${pick(this.#random(`id ${round}`), 29)}`;
    return this.#ids[round];
  }

  created(round: number): number {
    return Math.floor((this.#began + (this.#rounds[round] ?? 0)) / 1000);
  }

  callId(call: number): string {
    this.#callIds[call] ??= `call_${pick(this.#random(`call ${call}`), 24)}`;
    return this.#callIds[call];
  }

  uuid(event: number): string {
    this.#uuids[event] ??= uuid(this.#random(`event ${event}`));
    return this.#uuids[event];
  }
}

/**
 * Ids and times for one response.
 *
 * @param options.began Unix ms at which the response began
 * @param options.rounds when each round begins, in ms after that
 */
export function createIds(options: {
  readonly random: RandomOf;
  readonly began: number;
  readonly rounds: readonly number[];
}): ResponseIds {
  return new RandomIds(options);
}

const fresh: RandomOf = () => Math.random;

/** Ids and times of a response that plays now: fresh ones, or those of a seed. */
export function idsFor(
  { rounds }: { readonly rounds: readonly number[] },
  seed: string | undefined,
): ResponseIds {
  if (seed === undefined) return createIds({ random: fresh, began: Date.now(), rounds });
  return createIds({ random: (of) => createRandom(`${seed} ${of}`), began: SEEDED_TIME * 1000, rounds });
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
