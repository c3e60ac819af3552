const ALPHABETS = [
  'abcdefghijklmnopqrstuvwxyz',
  'abc ABC 019 ._-/',
  '{}[]",:\\\'`$%&<>=*#@!?|;',
  'é😀日本語\u200d\u0300\ufeff\u2028',
  '\u0000\u0001\t\n\r\u007f',
];

/** Random choices from a seed: the same seeds give the same choices on every machine. */
export class Random {
  #state: number;

  /** @param seeds such as the seed of the run and the number of the request */
  constructor(...seeds: readonly number[]) {
    this.#state = 0x9e3779b9;
    for (const seed of seeds) this.#state = mix((this.#state ^ seed) + 0x6d2b79f5);
  }

  /** From 0 to 1, without 1. Mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0, below the limit. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const index = this.below(items.length);
    if (index >= items.length) throw new Error('There is nothing to pick from.');
    return items[index] as T;
  }

  /** One of the entries, each as often as its weight says. */
  weighted<T>(entries: readonly (readonly [weight: number, item: T])[]): T {
    let left = this.next() * entries.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, item] of entries) {
      left -= weight;
      if (left < 0) return item;
    }
    return this.pick(entries)[1];
  }

  /** Each property with the given probability. */
  some(properties: Readonly<Record<string, () => unknown>>, probability = 0.3): Record<string, unknown> {
    const chosen = Object.entries(properties).filter(() => this.chance(probability));
    return Object.fromEntries(chosen.map(([key, make]) => [key, make()]));
  }

  list<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }

  text(longest = 20): string {
    const alphabet = [...this.pick(ALPHABETS)];
    return this.list(longest, () => this.pick(alphabet)).join('');
  }

  /** Any JSON value; also numbers at the limits of the usual types. */
  json(depth = 3): unknown {
    const kind = this.below(depth > 0 ? 9 : 7);
    if (kind === 0) return null;
    if (kind === 1) return this.chance(0.5);
    if (kind === 2) return this.below(100) - 10;
    if (kind === 3) return this.pick(NUMBERS);
    if (kind < 7) return this.text();
    if (kind === 7) return this.list(4, () => this.json(depth - 1));
    return Object.fromEntries(this.list(4, () => [this.text(8), this.json(depth - 1)]));
  }
}

const NUMBERS = [
  ...[0, -1, 1.5, 255, 256, 65_536, 2_147_483_647, 2_147_483_648, 4_294_967_295, 4_294_967_296],
  ...[Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 1e300, -1e300, 1e-300, 5e-324],
];

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
