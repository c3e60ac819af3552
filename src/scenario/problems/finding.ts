import type { Path } from './problem.ts';

/** An error whose place is still a path: the file adds line and column. */
export interface Finding {
  readonly path: Path;
  /** Whether it is the key that is wrong, or what stands there. */
  readonly at: 'key' | 'value';
  readonly message: string;
  readonly hint?: string;
  readonly notes?: readonly string[];
}

/** `{ hint }`, or nothing where there is none: for spreading into a finding. */
export const withHint = (hint: string | undefined): { hint?: string } => (hint === undefined ? {} : { hint });

/** `{ notes }` of the lines that there are, or nothing. */
export function withNotes(...lines: readonly (string | undefined)[]): { notes?: readonly string[] } {
  const notes = lines.filter((line): line is string => line !== undefined);
  return notes.length === 0 ? {} : { notes };
}
