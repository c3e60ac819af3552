import { ChatMockError } from '../error.ts';
import { createRandom, hash } from '../plan/made-up/random.ts';
import type { FaultOrder } from '../playback/fault-order.ts';
import { FAULTS, type Fault } from '../playback/item.ts';
import type { ErrorSpec } from '../scenario/schema.ts';

/** Failure and latency at random, for all scenarios that say nothing of it. */
export interface ChaosOptions {
  /** The share of requests that an HTTP error answers, 0 to 1. Default 0. */
  readonly errors?: number | undefined;
  /** The share of requests whose answer a fault ends, 0 to 1; with `errors` at most 1. Default 0. */
  readonly faults?: number | undefined;
  /** The time to the first token is drawn from these two, in ms. Default: as the pace says. */
  readonly ttft?: readonly [number, number] | undefined;
}

/** What chaos does to one request. */
export interface ChaosOutcome {
  readonly error: ErrorSpec | undefined;
  readonly fault: ((frames: number) => FaultOrder) | undefined;
  /** In ms. */
  readonly ttft: number | undefined;
  /** For people: what it is, and how to repeat it. */
  readonly note: string;
}

/** What may happen to any request: Meilisearch's own errors of the route that do not depend on the body, and a gateway's. */
const ERRORS: readonly ErrorSpec[] = [
  'missing_authorization_header',
  'invalid_api_key',
  'chat_not_found',
  'internal',
  'too_many_search_requests',
  { status: 429 },
  { status: 502 },
  { status: 503 },
  { status: 504 },
];

/** The request header by which an outcome is repeated. */
const SEED_HEADER = 'X-Mock-Chaos-Seed';

/** The seed of the n-th request of a session, from 1: the same for the same seed of the mock. */
export const chaosSeed = (seed: number, count: number): number => hash(`chaos ${seed} ${count}`);

/** What a seed stands for. */
export function drawChaos({ errors = 0, faults = 0, ttft: range }: ChaosOptions, seed: number): ChaosOutcome {
  const random = createRandom(seed);
  // Drawn in any case, so that a seed means the same latency with and without failures.
  const [what, which, where, when] = [random(), random(), random(), random()];
  const error = what < errors ? ERRORS[Math.floor(which * ERRORS.length)] : undefined;
  const fault = error === undefined && what < errors + faults ? pick(FAULTS, which) : undefined;
  const ttft = range === undefined ? undefined : Math.round(range[0] + when * (range[1] - range[0]));
  return {
    error,
    fault: fault && ((frames) => ({ fault, after: Math.floor(where * (frames + 1)) })),
    ttft,
    note: `chaos: ${noteOf(error, fault, ttft)}; ${SEED_HEADER}: ${seed} repeats it`,
  };
}

const pick = (faults: readonly Fault[], at: number) => faults[Math.floor(at * faults.length)];

function noteOf(error: ErrorSpec | undefined, fault: Fault | undefined, ttft: number | undefined): string {
  const failure = error ?? fault;
  const what = typeof failure === 'object' && 'status' in failure ? failure.status : failure;
  const parts = [
    ...(what === undefined ? [] : [`${error === undefined ? 'the fault' : 'the error'} ${String(what)}`]),
    ...(ttft === undefined ? [] : [`the first token after ${ttft} ms`]),
  ];
  return parts.join(', ') || 'spared';
}

/** @throws ChatMockError `invalid-option` */
export function checkChaos({ errors = 0, faults = 0, ttft: [least, most] = [0, 0] }: ChaosOptions): void {
  const isShare = (value: number) => value >= 0 && value <= 1;
  const fail = (is: string) => {
    throw new ChatMockError('invalid-option', `chaos: ${is}.`, {
      hint: 'For example { errors: 0.1, faults: 0.05, ttft: [100, 3000] }.',
    });
  };
  if (!isShare(errors) || !isShare(faults)) fail('errors and faults are shares from 0 to 1');
  if (errors + faults > 1) fail('errors and faults are shares of the same requests: together at most 1');
  if (!(least >= 0 && least <= most && most <= 3_600_000)) {
    fail('ttft is two times in ms, from 0 to 3600000, the lower one first');
  }
}
