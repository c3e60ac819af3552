import { holds, MATCH_KEYS, type MatchFacts, type MatchKey } from './match.ts';
import { compilePattern } from './pattern.ts';
import type { Scenario } from './scenario.ts';
import type { Match } from './schema.ts';

/** Why a scenario does not match a request: one line for each key that does not hold; empty when it matches. */
export function explainMismatch(scenario: Scenario, facts: MatchFacts): string[] {
  const match = scenario.input.match;
  if (match === undefined) return ['it has no `match`, so it is chosen by name only'];
  return MATCH_KEYS.filter((key) => !holds(match, key, facts)).map((key) => explainKey(match, key, facts));
}

/** The scenarios that have a `match`: first those that miss by the fewest keys and, of these, hold the most; in file order when equal. */
export function nearestFirst(scenarios: readonly Scenario[], facts: MatchFacts) {
  const candidates = scenarios.flatMap((scenario) => {
    const { match } = scenario.input;
    if (match === undefined) return [];
    const asked = MATCH_KEYS.filter((key) => match[key] !== undefined);
    const held = asked.filter((key) => holds(match, key, facts)).length;
    return [{ scenario, held, missed: asked.length - held }];
  });
  return candidates.sort((a, b) => a.missed - b.missed || b.held - a.held);
}

/** The nearest scenario. `text` is the reasons in one line for a log. */
export function nearest(
  scenarios: readonly Scenario[],
  facts: MatchFacts,
): { scenario: Scenario; reasons: readonly string[]; text: string } | undefined {
  const [best] = nearestFirst(scenarios, facts);
  if (best === undefined) return undefined;
  const { scenario } = best;
  const reasons = explainMismatch(scenario, facts);
  const origin = scenario.locate(['match']);
  const place = origin.file === undefined ? '' : ` (${origin.file}:${origin.line ?? 1})`;
  const text = `the nearest is "${scenario.name}"${place}: ${reasons.join(' and ') || 'it matches'}`;
  return { scenario, reasons, text };
}

function explainKey(match: Match, key: MatchKey, facts: MatchFacts): string {
  if (key === 'turn') return `turn is ${facts.turn}, not ${String(match.turn)}`;
  const wanted = match[key] ?? '';
  const found = `${key} ${quote(facts[key])}`;
  if (compilePattern(wanted).type === 'regex') return `${found} does not match ${clip(wanted)}`;
  const [lowerFound, lowerWanted] = [facts[key].toLowerCase(), wanted.toLowerCase()];
  if (key !== 'message') {
    const hint = lowerFound === lowerWanted ? ' (upper and lower case differ)' : '';
    return `${found} is not ${quote(wanted)}${hint}`;
  }
  if (facts.message === '') return `there is no user message to contain ${quote(wanted)}`;
  const regex = `/${clip(escapeRegex(wanted))}/i`;
  const hint = lowerFound.includes(lowerWanted) ? ` (upper and lower case differ; ${regex} would match)` : '';
  return `${found} does not contain ${quote(wanted)}${hint}`;
}

/** How much of a message a suggested `match:` block repeats, in characters. */
const SUGGESTED_LENGTH = 60;

/** The YAML of a `match:` block that holds for this request, to paste into a scenario. */
export function suggestMatch(facts: MatchFacts): string {
  const line = (facts.message.split(/\r?\n/).find((text) => text.trim() !== '') ?? '').trim();
  const part = Array.from(line).slice(0, SUGGESTED_LENGTH).join('').trim();
  const match: Record<string, string | number> = {};
  if (facts.workspace !== '') match.workspace = asMatcher(facts.workspace, '^', '$');
  if (part !== '') match.message = asMatcher(part, '', '');
  else if (facts.turn > 0) match.turn = facts.turn;
  if (Object.keys(match).length === 0) match.model = asMatcher(facts.model, '^', '$');
  return ['match:', ...Object.entries(match).map(([key, value]) => `  ${key}: ${scalar(value)}`)].join('\n');
}

/** A value in YAML: as it is where that reads as the same text, else as JSON, which is YAML too. */
function scalar(value: string | number): string {
  const plain = /^\p{L}[\p{L}\p{N} _.,!?'()-]*(?<! )$/u.test(String(value));
  const word = /^(true|false|null|yes|no|on|off|y|n)$/i.test(String(value));
  return typeof value === 'number' || (plain && !word) ? String(value) : JSON.stringify(value);
}

/** A text as a matcher; one that starts with a slash becomes a regular expression for exactly that text. */
const asMatcher = (text: string, before: string, after: string): string =>
  text.startsWith('/') ? `/${before}${escapeRegex(text)}${after}/` : text;

/** A text as a regular expression that matches just that. */
export const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const clip = (text: string): string =>
  text.length > 80 ? `${Array.from(text).slice(0, 77).join('')}…` : text;
const quote = (text: string): string => JSON.stringify(clip(text));
