import * as z from 'zod';
import { ChatMockError, type Origin } from '../error.ts';
import { explain } from './problems/explain.ts';
import {
  type Finding,
  formatPath,
  formatProblem,
  MOST_FINDINGS,
  type Path,
  type Problem,
} from './problems/problem.ts';
import { describeValue, isRecord } from './problems/wording.ts';
import { checkRules } from './rules.ts';
import { type FoundDocument, type ScenarioInput, scenarioSchema } from './schema.ts';

/** A valid scenario, and where each part of it is written. Immutable. */
export interface Scenario {
  readonly input: ScenarioInput;
  readonly name: string;
  /** The file that it comes from; undefined for one made from an object. */
  readonly file?: string;
  /** The documents of the data files that its searches name, by that name. */
  readonly data?: DocumentLists;
  /**
   * Where a part is: file, line and column of its key (or of its place in a list), as far as they are known.
   *
   * @param within a place in the text of that part, in characters: where this is written
   */
  locate(path: Path, within?: number): Origin;
}

/**
 * Lists of documents by name: by that of their file, as a scenario writes it, or by their index. A list stays the same object
 * as long as its file stays the same.
 */
export type DocumentLists = ReadonlyMap<string, readonly FoundDocument[]>;

/** Finds the place of a path: of its key, of its value, or of a place within the text that its value is. */
export type Locator = (path: Path, at: 'key' | 'value', within?: number) => Origin;

/** The valid scenarios, and all problems of the others. */
export interface Checked {
  readonly scenarios: Scenario[];
  readonly problems: Problem[];
}

/** Checks one scenario given as an object; never throws. Problems name it by its label: `scenarios[2]`. */
export function checkScenario(input: unknown, label?: string): Checked {
  const file = label === undefined ? {} : { file: label };
  return checkValue(input, (path) => ({ ...file, ...(path.length > 0 && { path: formatPath(path) }) }));
}

/**
 * A scenario from an object with the same keys as a file, or from a builder.
 *
 * @throws ChatMockError `invalid-scenario`, saying all that is wrong with it.
 */
export function scenarioFromObject(input: unknown, label?: string): Scenario {
  const { scenarios, problems } = checkScenario(isBuilder(input) ? input.build() : input, label);
  const [scenario] = scenarios;
  if (scenario !== undefined) return scenario;
  const lines = problems.map((problem) => formatProblem(problem));
  const list = lines.length === 1 ? ` ${lines[0]}` : `\n- ${lines.join('\n- ')}`;
  throw new ChatMockError('invalid-scenario', `invalid scenario:${list}`, { origin: problems[0]?.origin });
}

const isBuilder = (input: unknown): input is { build(): unknown } =>
  isRecord(input) && typeof input.build === 'function';

/** Checks one value against the language; `locate` says where its parts are written. */
export function checkValue(value: unknown, locate: Locator, file?: string): Checked {
  const { input, findings } = examine(value);
  const problems = findings.map(({ path, at, message, hint, notes }): Problem => {
    return { severity: 'error', message, hint, notes, origin: locate(path, at) };
  });
  if (input === undefined) return { scenarios: [], problems };
  const source = file === undefined ? {} : { file };
  const place: Scenario['locate'] = (path, within) =>
    locate(path, within === undefined ? 'key' : 'value', within);
  const scenario = { input, name: input.name, ...source, locate: place };
  return { scenarios: [scenario], problems };
}

/** A value as a scenario, or all that is wrong with it. */
function examine(value: unknown): { input?: ScenarioInput; findings: Finding[] } {
  if (!isRecord(value)) return { findings: [notAScenario(value)] };
  try {
    // Compiling the schema takes longer than checking a whole gallery with it.
    const result = scenarioSchema.safeParse(value, { jitless: true });
    const [issue] = result.error?.issues ?? [];
    const misfits = issue === undefined ? [] : explain(scenarioSchema, value, [], issue);
    const findings = [...misfits, ...checkRules(value)];
    // An object that contains itself passes the schema, but cannot be sent: this throws.
    JSON.stringify(value);
    if (findings.length > 0) return { findings: cut(findings) };
    if (!result.success) throw result.error;
    return { input: result.data, findings };
  } catch (error) {
    const message = `the scenario cannot be read: ${reasonOf(error)}`;
    return { findings: [{ path: [], at: 'value', message }] };
  }
}

function cut(findings: Finding[]): Finding[] {
  if (findings.length <= MOST_FINDINGS) return findings;
  const message = `there are more mistakes than the ${MOST_FINDINGS} that are told`;
  return [{ path: [], at: 'key', message, hint: 'mend these first' }, ...findings.slice(0, MOST_FINDINGS)];
}

function notAScenario(value: unknown): Finding {
  const hint = Array.isArray(value)
    ? 'one document holds one scenario; put "---" between two'
    : 'it begins with "name: …"';
  return { path: [], at: 'value', message: `expected a scenario, found ${describeValue(value)}`, hint };
}

/** Why an object cannot be checked: it contains itself, is nested endlessly, or throws when it is read. */
function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply';
  if (error instanceof z.ZodError) return z.prettifyError(error);
  const why = error instanceof Error ? error.message : String(error);
  return /circular|cyclic/i.test(why) ? 'it contains itself' : why;
}
