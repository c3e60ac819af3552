/** A time axis that all rows share: ms to pixels. */
export interface Scale {
  /** The time at the right edge, in ms. */
  readonly span: number;
  /** Where its marks are, in ms. */
  readonly marks: readonly number[];
}

/** What is left free at both edges, in pixels. */
export const EDGE = 10;

/** Round numbers, in ms: a scale is as long as the first that is long enough. */
const SPANS = [
  500, 1000, 2000, 3000, 5000, 8000, 10_000, 15_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000,
];

/** The scale on which everything fits that takes at most `longest` ms. */
export function scaleFor(longest: number): Scale {
  const span = SPANS.find((one) => one >= longest) ?? Math.ceil(longest / 600_000) * 600_000;
  const step = span / (span % 3 === 0 && span !== 15_000 ? 3 : 4);
  const marks: number[] = [];
  for (let at = 0; at <= span + 0.5; at += step) marks.push(at);
  return { span, marks };
}

export function toX({ span }: Scale, width: number, ms: number): number {
  return EDGE + (Math.min(ms, span) / span) * Math.max(0, width - 2 * EDGE);
}

/** A time as an axis says it. */
export function timeText(ms: number): string {
  if (ms === 0) return '0';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${Number.isInteger(seconds) ? seconds : seconds.toFixed(2).replace(/0$/, '')} s`;
  return `${Math.floor(seconds / 60)} min${seconds % 60 === 0 ? '' : ` ${Math.round(seconds % 60)} s`}`;
}
