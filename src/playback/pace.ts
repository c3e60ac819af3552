/** How fast an answer comes. */
export interface FullPace {
  /** Time to the first token, in ms. */
  readonly ttft: number;
  /** Tokens per second; 0: no pacing. */
  readonly tps: number;
  /** How much the gap between two tokens varies, 0 to 1. */
  readonly jitter: number;
}

export const DEFAULT_PACE: FullPace = { ttft: 300, tps: 50, jitter: 0 };

/** A pace with some of its values replaced. */
export function withPace(
  pace: FullPace,
  over: Partial<{ [K in keyof FullPace]: number | undefined }> = {},
): FullPace {
  const { ttft = pace.ttft, tps = pace.tps, jitter = pace.jitter } = over;
  return { ttft, tps, jitter };
}

/** Tokens per second. A slower pace would not make finite times. */
const SLOWEST = 1e-9;

/**
 * How long tokens take, in ms.
 *
 * @param random from 0 to 1; seeded, the same answer always has the same gaps
 */
export function tokenTime({ tps, jitter }: FullPace, tokens: number, random: () => number): number {
  return tps === 0 ? 0 : (1000 / Math.max(tps, SLOWEST)) * tokens * (1 + jitter * (random() * 2 - 1));
}
