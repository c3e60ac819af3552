import { readFileSync } from 'node:fs';
import { formatProblem, type Problem } from '../scenario/problems/problem.ts';
import type { Style } from './io.ts';
import { escapeLines } from './text.ts';

/** Problems as the terminal shows them: each with its place, and the line of its file. */
export function problemLines(problems: readonly Problem[], style: Style): string[] {
  const sources = new Map<string, string | undefined>();
  return problems.flatMap((problem) => {
    const { file, line } = problem.origin;
    // Without a line there is nothing to show, and the file may be too long to be read.
    if (line !== undefined && file !== undefined && !sources.has(file)) sources.set(file, read(file));
    const source = file === undefined ? undefined : sources.get(file);
    const mark = problem.severity === 'error' ? style('red', '✗') : style('yellow', '!');
    const [first = '', ...frame] = escapeLines(formatProblem(problem, source));
    return [`${mark} ${first}`, ...frame.map((line) => style('dim', line))];
  });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The file has been deleted, or the name is a label: the problem is shown without its line.
    return undefined;
  }
}
