import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorsOf, formatProblem, type Problem } from '../../scenario/problems/problem.ts';

/** What is wrong, as Vite shows errors in its overlay and at the end of a failed build. */
export interface Explained {
  /** A line for each problem: the same as `meilisearch-chat-mock check` says. */
  readonly message: string;
  /** The line of the file in which the first one is. */
  readonly frame: string;
  /** Where that is: lines and columns count from 1. */
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number };
}

/** The errors among problems; undefined when there are none. */
export function explainErrors(problems: readonly Problem[]): Explained | undefined {
  const errors = errorsOf(problems);
  const [first] = errors;
  if (first === undefined) return undefined;
  const { file, line, column = 1 } = first.origin;
  const message = errors.map((problem) => formatProblem(problem)).join('\n');
  if (file === undefined || line === undefined) return { message, frame: '' };
  const path = resolve(file);
  const [, ...frame] = formatProblem(first, readIfThere(path)).split('\n');
  return { message, frame: frame.join('\n'), loc: { file: path, line, column } };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has gone since: the message says enough.
    return undefined;
  }
}
