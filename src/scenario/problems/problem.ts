import type { Origin } from '../../error.ts';

/** Where something is inside a scenario: `['reply', 2, 'search']`. */
export type Path = readonly (string | number)[];

/** What is wrong, and how to mend it. */
export interface Explanation {
  readonly message: string;
  /** How to mend it, where that is known. */
  readonly hint?: string | undefined;
  /** Background for the long format: what the key means, which keys there are. */
  readonly notes?: readonly string[] | undefined;
}

/** One thing that is wrong with a scenario: what, where, and how to mend it. */
export interface Problem extends Explanation {
  /** An error keeps the scenario from being served; a warning does not. */
  readonly severity: 'error' | 'warning';
  readonly origin: Origin;
}

export const errorsOf = (problems: readonly Problem[]): Problem[] =>
  problems.filter(({ severity }) => severity === 'error');

export const warningsOf = (problems: readonly Problem[]): Problem[] =>
  problems.filter(({ severity }) => severity === 'warning');

/** An error that is located by a path only: the file adds line and column. */
export interface Finding extends Explanation {
  readonly path: Path;
  /** Whether the key is wrong, or its value. */
  readonly at: 'key' | 'value';
}

/** How many problems of a scenario are told: nobody reads thousands, and finding them takes long. */
export const MOST_FINDINGS = 100;

/** A path as people write it: `reply[2].search.index`. */
export function formatPath(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

/** `movies.yaml:12:7`, as terminals and editors link it; empty when nothing is known. */
export function formatOrigin(origin: Origin): string {
  const place = origin.line === undefined ? '' : `:${origin.line}:${origin.column ?? 1}`;
  return origin.file === undefined ? place.replace(/^:/, 'line ') : origin.file + place;
}

/** A problem in one line; with the file's `source`, also the line in question with a caret below, and the notes. */
export function formatProblem(problem: Problem, source?: string): string {
  const where = [formatOrigin(problem.origin), problem.origin.path ?? '']
    .filter((part) => part !== '')
    .join(' ');
  const what = problem.hint === undefined ? problem.message : `${problem.message}; ${problem.hint}`;
  const severity = problem.severity === 'warning' ? 'warning: ' : '';
  const line = where === '' ? severity + what : `${where}: ${severity}${what}`;
  if (source === undefined) return line;
  return [line, ...codeFrame(source, problem.origin, problem.notes ?? [])].join('\n');
}

let split: { readonly source: string; readonly lines: readonly string[] } = { source: '', lines: [''] };

/** The lines of a file, split once for all its problems, which are formatted one after the other. */
function linesOf(source: string): readonly string[] {
  if (split.source !== source) split = { source, lines: source.split(/\r?\n/) };
  return split.lines;
}

/** Longer lines are cut around the column, so that a caret stays in sight. */
const FRAME_WIDTH = 100;

function codeFrame(source: string, origin: Origin, notes: readonly string[]): string[] {
  const text = origin.line === undefined ? undefined : linesOf(source)[origin.line - 1];
  if (origin.line === undefined || text === undefined) return notes.map((note) => `  = ${note}`);
  const gutter = String(origin.line);
  const blank = ' '.repeat(gutter.length);
  const column = Math.min(origin.column ?? 1, text.length + 1);
  const from = column > FRAME_WIDTH - 10 ? column - FRAME_WIDTH / 2 : 0;
  const shown = text.slice(from, from + FRAME_WIDTH);
  const indent = shown.slice(0, column - 1 - from).replace(/[^\t]/gu, ' ');
  return [
    `  ${gutter} | ${shown}`,
    `  ${blank} | ${indent}^`,
    ...notes.map((note) => `  ${blank} = ${note}`),
  ];
}
