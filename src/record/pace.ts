import type { Tokenizer } from '../plan/tokens/tokens.ts';
import { DEFAULT_PACE } from '../playback/pace.ts';
import type { Pace } from '../scenario/schema.ts';
import type { AnswerPart, TextPart, TextPiece } from './parts.ts';

/** A pause in a text is no shorter than this, in ms, and so many times as long as its other gaps. */
const [PAUSE, TIMES] = [400, 5];
/** More pauses than these, and than one in so many gaps, are the way in which the text comes. */
const [MOST_PAUSES, ONE_IN] = [3, 20];
/** Faster than so many tokens a second is all at once. */
const AT_ONCE = 2000;
/** So many gaps say how much they vary. */
const ENOUGH = 20;

interface Gap {
  readonly ms: number;
  readonly tokens: number;
  /** The piece after it. */
  readonly piece: TextPiece;
}

/** How fast the texts of an answer came. */
export interface Speed {
  /** Tokens per second; 0: all at once; undefined: there are too few tokens. */
  readonly tps: number | undefined;
  readonly jitter: number | undefined;
  /** The pieces before which the text paused. */
  readonly pauses: ReadonlySet<TextPiece>;
}

/** Measures the tokens per second of the texts, apart from their pauses. */
export async function measureSpeed(parts: readonly AnswerPart[], tokenizer: Tokenizer): Promise<Speed> {
  const gaps: Gap[] = [];
  for (const part of parts) if ('pieces' in part) gaps.push(...(await gapsOf(part, tokenizer)));
  const usual = median(gaps.map(({ ms, tokens }) => ms / tokens));
  const long = gaps.filter(({ ms, tokens }) => ms >= PAUSE && ms > TIMES * usual * tokens);
  const isRare = long.length <= Math.max(MOST_PAUSES, gaps.length / ONE_IN);
  const pauses = new Set(isRare ? long.map(({ piece }) => piece) : []);
  const even = gaps.filter(({ piece }) => !pauses.has(piece));
  const [tokens, ms] = [sum(even.map((gap) => gap.tokens)), sum(even.map((gap) => gap.ms))];
  if (even.length === 0) return { tps: undefined, jitter: undefined, pauses };
  const exact = ms === 0 ? AT_ONCE : (tokens * 1000) / ms;
  const tps = exact >= AT_ONCE ? 0 : friendlyRate(exact);
  return { tps, jitter: tps === 0 || even.length < ENOUGH ? undefined : jitterOf(even, exact), pauses };
}

async function gapsOf({ pieces }: TextPart, tokenizer: Tokenizer): Promise<Gap[]> {
  const gaps: Gap[] = [];
  for (const [index, { at, text }] of pieces.entries()) {
    const piece = pieces[index + 1];
    // A token takes the time until the next one.
    if (piece !== undefined) gaps.push({ ms: piece.at - at, tokens: await tokenizer.count(text), piece });
  }
  return gaps;
}

/** How far gaps are from even ones: where they are spread evenly up to that far, the variance is a third of its square. */
function jitterOf(gaps: readonly Gap[], rate: number): number {
  const off = gaps.map(({ ms, tokens }) => ((ms * rate) / (1000 * tokens) - 1) ** 2);
  return Math.min(1, Math.round(Math.sqrt((3 * sum(off)) / off.length) * 10) / 10);
}

/** A pace, if it is not the usual one. */
export function unusualPace({ jitter, ...pace }: Pace, usual: Pace = DEFAULT_PACE): Pace | undefined {
  const differs = (['ttft', 'tps'] as const).some(
    (key) => pace[key] !== undefined && pace[key] !== usual[key],
  );
  const usualJitter = usual.jitter ?? 0;
  const jitters = jitter !== undefined && jitter !== usualJitter;
  if (!differs && !jitters) return undefined;
  return { ...pace, ...(jitters || usualJitter > 0 ? { jitter: jitter ?? usualJitter } : {}) };
}

/** A time that a person would write. */
export function friendly(ms: number): number {
  const step = ms < 1000 ? 10 : ms < 10_000 ? 50 : 100;
  return Math.min(3_600_000, Math.max(0, Math.round(ms / step) * step));
}

export function friendlyRate(rate: number): number {
  if (rate < 2) return Math.max(0.1, Math.round(rate * 10) / 10);
  const step = rate < 10 ? 0.5 : rate < 100 ? 1 : rate < 1000 ? 5 : 50;
  return Math.round(rate / step) * step;
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
