import { MATCH_KEYS, type MatchKey } from './match.ts';
import { dropDuplicates } from './names.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import { formatOrigin, type Problem } from './problems/problem.ts';
import type { Scenario } from './scenario.ts';
import type { Match } from './schema.ts';

/**
 * Scenarios in the order in which their `match:` blocks are tried: by file name, then as they stand in the file.
 * Those without a file stay where they are, before the files.
 */
export function inFileOrder(scenarios: readonly Scenario[]): Scenario[] {
  const key = (scenario: Scenario): string => scenario.file ?? '';
  return [...scenarios].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/**
 * What is wrong with scenarios taken together, in {@link inFileOrder}: a name given twice is an error; a `match:` block
 * that never gets its turn, since an earlier one takes all its requests, a warning.
 *
 * @example
 * const problems = checkCollection([...parseScenarios(a, 'a.yaml').scenarios, ...parseScenarios(b, 'b.yaml').scenarios]);
 */
export function checkCollection(scenarios: readonly Scenario[]): Problem[] {
  const { unique, duplicates } = dropDuplicates(inFileOrder(scenarios));
  const shadowed = unique.flatMap((later, i) => {
    const earlier = unique.slice(0, i).find((other) => shadows(other.input.match, later.input.match));
    return earlier === undefined ? [] : [isShadowed(later, earlier)];
  });
  return [...duplicates, ...shadowed];
}

function isShadowed(later: Scenario, earlier: Scenario): Problem {
  const place = formatOrigin(earlier.locate(['match']));
  return {
    severity: 'warning',
    message: `no request gets here: each one that this matches is taken by "${earlier.name}"${place === '' ? '' : ` (${place})`}`,
    hint: `put this scenario before "${earlier.name}", or narrow the match there`,
    origin: later.locate(['match']),
  };
}

/** Whether the earlier block surely holds whenever the later one does. In doubt, no. */
export function shadows(earlier: Match | undefined, later: Match | undefined): boolean {
  if (earlier === undefined || later === undefined) return false;
  return MATCH_KEYS.every((key) => earlier[key] === undefined || implies(later, earlier, key));
}

function implies(later: Match, earlier: Match, key: MatchKey): boolean {
  if (key === 'turn') return later.turn === earlier.turn;
  const [narrow, wide] = [later[key], earlier[key]];
  if (narrow === undefined || wide === undefined) return false;
  if (narrow === wide) return true;
  const [given, asked] = [compilePattern(narrow), compilePattern(wide)];
  return key === 'message' ? impliesWithin(given, asked) : impliesWhole(given, asked);
}

/** For conditions on a whole text: workspace and model. */
function impliesWhole(given: Pattern, asked: Pattern): boolean {
  if (given.type === 'regex') return asked.type === 'regex' && sameRegex(given.regex, asked.regex);
  return asked.type === 'literal' ? asked.text === given.text : asked.regex.test(given.text);
}

/** For conditions on a part of a text: the message. */
function impliesWithin(given: Pattern, asked: Pattern): boolean {
  if (given.type === 'literal') {
    if (asked.type === 'literal') return given.text.includes(asked.text);
    return ignoresSurroundings(asked.regex) && asked.regex.test(given.text);
  }
  if (asked.type === 'regex') return sameRegex(given.regex, asked.regex);
  return isPlain(given.regex) && given.regex.source.includes(asked.text);
}

const sameRegex = (a: RegExp, b: RegExp): boolean => a.source === b.source && a.flags === b.flags;

/** Whether what the expression finds does not depend on what stands before and after: no anchors, no look-around. */
const ignoresSurroundings = (regex: RegExp): boolean => !/[\^$]|\\[bB]|\(\?<?[=!]/.test(regex.source);

/** Whether the expression is nothing but the text that it finds. */
const isPlain = (regex: RegExp): boolean => !regex.ignoreCase && /^[\p{L}\p{N} _-]+$/u.test(regex.source);
