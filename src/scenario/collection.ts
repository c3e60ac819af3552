import { compilePattern, type Pattern } from './pattern.ts';
import { formatOrigin, type Problem } from './problems/problem.ts';
import type { Scenario } from './scenario.ts';
import type { Match } from './schema.ts';

/** Scenarios in the order in which their `match:` blocks are tried: without a file, then by file name. */
export function inFileOrder(scenarios: readonly Scenario[]): Scenario[] {
  return [...scenarios].sort(({ file: a = '' }, { file: b = '' }) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * The problems of scenarios taken together: a name given twice is an error; a `match:` block that never gets its turn,
 * since an earlier one takes all its requests, a warning.
 */
export function checkCollection(scenarios: readonly Scenario[]): Problem[] {
  const { unique, duplicates } = dropDuplicates(inFileOrder(scenarios));
  const earlier: { scenario: Scenario; match: CompiledMatch }[] = [];
  const shadowed: Problem[] = [];
  for (const scenario of unique) {
    if (scenario.input.match === undefined) continue;
    const match = compile(scenario.input.match);
    const shadow = earlier.find((other) => isShadow(other.match, match));
    if (shadow !== undefined) shadowed.push(isShadowed(scenario, shadow.scenario));
    earlier.push({ scenario, match });
  }
  return [...duplicates, ...shadowed];
}

function isShadowed(later: Scenario, { name, locate }: Scenario): Problem {
  const place = formatOrigin(locate(['match']));
  const by = `"${name}"${place === '' ? '' : ` (${place})`}`;
  const message = `no request gets here: each one that this matches is taken by ${by}`;
  const hint = `put this scenario before "${name}", or narrow the match there`;
  return { severity: 'warning', message, hint, origin: later.locate(['match']) };
}

/** The scenarios whose names no earlier one has, and a problem for each of the others. */
export function dropDuplicates(scenarios: readonly Scenario[]) {
  const first = new Map<string, Scenario>();
  const duplicates: Problem[] = [];
  for (const scenario of scenarios) {
    const taken = first.get(scenario.name);
    if (taken === undefined) first.set(scenario.name, scenario);
    else duplicates.push(nameTaken(scenario, taken));
  }
  return { unique: [...first.values()], duplicates };
}

function nameTaken(scenario: Scenario, taken: Scenario): Problem {
  const place = formatOrigin(taken.locate(['name']));
  const message = `the name "${scenario.name}" is taken${place === '' ? '' : ` by ${place}`}`;
  const hint = 'every scenario has a name of its own';
  return { severity: 'error', message, hint, origin: scenario.locate(['name']) };
}

/** Whether the earlier block certainly holds whenever the later one does. */
export function shadows(earlier: Match, later: Match): boolean {
  return isShadow(compile(earlier), compile(later));
}

/** Compiled once before it is compared with thousands of others. */
function compile({ turn, workspace, model, message }: Match) {
  const pattern = (text: string | undefined) => (text === undefined ? undefined : compilePattern(text));
  return { turn, workspace: pattern(workspace), model: pattern(model), message: pattern(message) };
}

type CompiledMatch = ReturnType<typeof compile>;

const isShadow = (earlier: CompiledMatch, later: CompiledMatch): boolean =>
  (earlier.turn === undefined || earlier.turn === later.turn) &&
  implies(later.workspace, earlier.workspace, 'whole') &&
  implies(later.model, earlier.model, 'whole') &&
  implies(later.message, earlier.message, 'part');

/** Whether each text that fits the given pattern, as a whole or with a part of it, certainly fits the asked one. */
function implies(given: Pattern | undefined, asked: Pattern | undefined, extent: 'whole' | 'part'): boolean {
  if (asked === undefined) return true;
  if (given === undefined) return false;
  if (given.type === 'regex') {
    if (asked.type === 'regex') return given.text === asked.text;
    return extent === 'part' && isPlain(given) && given.source.includes(asked.text);
  }
  if (asked.type === 'literal') {
    return extent === 'part' ? given.text.includes(asked.text) : given.text === asked.text;
  }
  return asked.test(given.text) && (extent === 'whole' || !dependsOnSurroundings(asked.source));
}

/** Whether a match depends on the text before and after it: by anchors or look-around. */
const dependsOnSurroundings = (source: string): boolean => /[\^$]|\\[bB]|\(\?<?[=!]/.test(source);

/** Whether the expression matches only its own text. */
const isPlain = ({ source, ignoreCase }: { source: string; ignoreCase: boolean }): boolean =>
  !ignoreCase && /^[\p{L}\p{N} _-]+$/u.test(source);
