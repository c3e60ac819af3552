import { compilePattern, LONGEST_TESTED } from './pattern.ts';
import type { Match } from './schema.ts';

/** The facts of a request that a `match:` block is compared with. */
export interface MatchFacts {
  readonly workspace: string;
  readonly model: string;
  /** The text of the last user message; empty when there is none. */
  readonly message: string;
  /** Which user message of the conversation that is, from 1; 0 when there is none. */
  readonly turn: number;
}

/** The keys of a `match:` block, in the order in which they are written and explained. */
export const MATCH_KEYS = ['workspace', 'model', 'message', 'turn'] as const;
export type MatchKey = (typeof MATCH_KEYS)[number];

/** Whether all keys of a `match:` block hold; never for a scenario without one, which is chosen by name only. */
export function matches(match: Match | undefined, facts: MatchFacts): boolean {
  return match !== undefined && MATCH_KEYS.every((key) => holds(match, key, facts));
}

/** Whether one key of a `match:` block holds. A missing key always does. */
export function holds(match: Match, key: MatchKey, facts: MatchFacts): boolean {
  if (key === 'turn') return match.turn === undefined || match.turn === facts.turn;
  const wanted = match[key];
  if (wanted === undefined) return true;
  const pattern = compilePattern(wanted);
  if (pattern.type === 'regex') return pattern.test(facts[key].slice(0, LONGEST_TESTED));
  return key === 'message' ? facts.message.includes(pattern.text) : facts[key] === pattern.text;
}
