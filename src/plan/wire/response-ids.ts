import type { ResponseIds } from '../../playback/item.ts';
import { timers } from '../../timers.ts';
import { createRandom, hash, type Random } from '../made-up/random.ts';
import type { Plan } from '../types.ts';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The time that seeded answers are made at: 2026-01-01T00:00:00Z, in Unix seconds. */
const SEEDED_TIME = 1_767_225_600;

/** Where an id comes from: `of` says which it is, so that an id does not depend on which is asked for first. */
type RandomOf = (of: string) => Random;

/**
 * Ids and times for one response. A class, since every open stream has one: as an object of functions it is four times as
 * large.
 */
export class RandomIds implements ResponseIds {
  readonly #random: RandomOf;
  readonly #began: number;
  readonly #rounds: readonly number[];
  readonly #ids: string[] = [];
  readonly #callIds: string[] = [];
  readonly #uuids: string[] = [];

  /**
   * @param options.began Unix ms at which the response began
   * @param options.rounds when each round begins, in ms after that
   */
  constructor(options: { random: RandomOf; began: number; rounds: readonly number[] }) {
    this.#random = options.random;
    this.#began = options.began;
    this.#rounds = options.rounds;
  }

  id(round: number): string {
    this.#ids[round] ??= `chatcmpl-${pick(this.#random(`id ${round}`), 29)}`;
    return this.#ids[round];
  }

  created(round: number): number {
    // The document knows 32 bits of it: a pace may be slower than the rest of the century.
    return Math.min(2 ** 32 - 1, Math.floor((this.#began + (this.#rounds[round] ?? 0)) / 1000));
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

/** Ids and times of a response that plays now: fresh ones, or those of a seed. */
export function idsFor({ rounds }: Pick<Plan, 'rounds'>, seed: string | undefined): ResponseIds {
  if (seed === undefined)
    return new RandomIds({ random: () => Math.random, began: timers.date().getTime(), rounds });
  // The seed may have megabytes: it is hashed once.
  const before = hash(seed);
  const random: RandomOf = (of) => createRandom(hash(` ${of}`, before));
  return new RandomIds({ random, began: SEEDED_TIME * 1000, rounds });
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
