import { compilePattern, containsPattern, equalsPattern } from './pattern.ts';
import type { Match } from './schema.ts';

/** What a `match:` block is held against. */
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

/**
 * Whether all keys of a `match:` block hold; never for a scenario without one, which is chosen by name only.
 *
 * @example
 * matches({ message: '/recommend/i' }, { workspace: 'movies', model: 'gpt-4o', message: 'Recommend me one', turn: 1 }); // true
 */
export function matches(match: Match | undefined, facts: MatchFacts): boolean {
  return match !== undefined && MATCH_KEYS.every((key) => holds(match, key, facts));
}

/** Whether one key of a `match:` block holds. A key that is not there asks for nothing. */
export function holds(match: Match, key: MatchKey, facts: MatchFacts): boolean {
  switch (key) {
    case 'workspace':
    case 'model': {
      const wanted = match[key];
      return wanted === undefined || equalsPattern(compilePattern(wanted), facts[key]);
    }
    case 'message':
      return match.message === undefined || containsPattern(compilePattern(match.message), facts.message);
    case 'turn':
      return match.turn === undefined || match.turn === facts.turn;
    default:
      return unknownKey(key);
  }
}

function unknownKey(key: never): never {
  throw new TypeError(`no such match key: ${String(key)}`);
}
