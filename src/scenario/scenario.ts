import * as z from 'zod';
import { ChatMockError, type Origin } from '../error.ts';
import type { Finding } from './problems/finding.ts';
import { explainIssues } from './problems/issues.ts';
import { formatPath, formatProblem, type Path, type Problem } from './problems/problem.ts';
import { describeValue, isRecord } from './problems/wording.ts';
import { checkRules } from './rules.ts';
import { type ScenarioInput, scenarioSchema } from './schema.ts';

/** A scenario that keeps the rules, and where each part of it is written. Immutable. */
export interface Scenario {
  readonly input: ScenarioInput;
  readonly name: string;
  /** The file that it comes from; undefined for one made from an object. */
  readonly file?: string;
  /** Where a part is: file, line and column of its key (or of its place in a list), as far as they are known. */
  locate(path: Path): Origin;
}

/** Finds the place of a path: of the key that leads there, or of what stands there. */
export type Locator = (path: Path, at: 'key' | 'value') => Origin;

/** What came of checking scenarios: those that are right, and everything that is wrong with the others. */
export interface Checked {
  readonly scenarios: Scenario[];
  readonly problems: Problem[];
}

/**
 * Checks one scenario given as an object. Never throws, whatever it is given.
 *
 * @param label how problems name the object, in place of a file: `scenarios[2]`
 */
export function checkScenario(input: unknown, label?: string): Checked {
  const locate: Locator = (path) => {
    const text = formatPath(path);
    return { ...(label === undefined ? {} : { file: label }), ...(text === '' ? {} : { path: text }) };
  };
  return checkValue(input, locate);
}

/**
 * A scenario from an object: the same keys as in a file. A builder may be given as it is.
 *
 * @throws ChatMockError `invalid-scenario`, saying all that is wrong with it.
 * @example
 * scenarioFromObject({ name: 'hello', reply: [{ text: 'Hello' }] });
 */
export function scenarioFromObject(input: unknown, label?: string): Scenario {
  const { scenarios, problems } = checkScenario(isBuilder(input) ? input.build() : input, label);
  const [scenario] = scenarios;
  if (scenario !== undefined) return scenario;
  const errors = problems.filter(({ severity }) => severity === 'error');
  const lines = errors.map((problem) => formatProblem(problem));
  const message =
    lines.length === 1 ? `invalid scenario: ${lines[0]}` : `invalid scenario:\n- ${lines.join('\n- ')}`;
  const origin = errors[0]?.origin;
  throw new ChatMockError('invalid-scenario', message, origin === undefined ? {} : { origin });
}

function isBuilder(input: unknown): input is { build(): unknown } {
  return isRecord(input) && typeof input.build === 'function';
}

/** Checks one value against the language; `locate` says where its parts are written, `sharpen` what their text tells. */
export function checkValue(
  value: unknown,
  locate: Locator,
  { file, sharpen = (finding) => finding }: { file?: string; sharpen?: (finding: Finding) => Finding } = {},
): Checked {
  const { input, findings } = examine(value);
  const problems = findings.map((finding) => problemOf(sharpen(finding), locate));
  if (input === undefined) return { scenarios: [], problems };
  const scenario: Scenario = {
    input,
    name: input.name,
    ...(file === undefined ? {} : { file }),
    locate: (path) => locate(path, 'key'),
  };
  return { scenarios: [scenario], problems };
}

/** A value as a scenario, or all that is wrong with it. */
function examine(value: unknown): { input?: ScenarioInput; findings: readonly Finding[] } {
  if (!isRecord(value)) return { findings: [notAScenario(value)] };
  try {
    // To compile the schema takes longer than to check all of a gallery with it.
    const result = scenarioSchema.safeParse(value, { jitless: true });
    const issues = result.success ? [] : explainIssues(result.error.issues, scenarioSchema, value, []);
    const findings = [...issues, ...checkRules(value)];
    // An object that contains itself keeps the schema, and could never be sent.
    JSON.stringify(value);
    if (findings.length > 0) return { findings };
    if (result.success) return { input: result.data, findings };
    return { findings: [unreadable(z.prettifyError(result.error))] };
  } catch (error) {
    return { findings: [unreadable(reasonOf(error))] };
  }
}

function notAScenario(value: unknown): Finding {
  const message = `expected a scenario, found ${describeValue(value)}`;
  const many = Array.isArray(value);
  const hint = many ? 'one document holds one scenario; put "---" between two' : 'it begins with "name: …"';
  return { path: [], at: 'value', message, hint };
}

const unreadable = (why: string): Finding => ({
  path: [],
  at: 'value',
  message: `the scenario cannot be read: ${why}`,
});

/** Of objects that contain themselves, go down endlessly, or throw when they are read. */
function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply';
  const why = error instanceof Error ? error.message : String(error);
  return /circular|cyclic/i.test(why) ? 'it contains itself' : why;
}

function problemOf(finding: Finding, locate: Locator): Problem {
  const { message, hint, notes } = finding;
  return {
    severity: 'error',
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(notes === undefined ? {} : { notes }),
    origin: locate(finding.path, finding.at),
  };
}
