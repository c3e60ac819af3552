import { ChatMockError } from '../../error.ts';
import type { RecordedScenario, Recorder } from '../recorder.ts';

/** What a file is imported with. */
export interface ImportContext {
  /** How messages name the file. */
  readonly file: string;
  /** The workspace of requests that name none. */
  readonly workspace: string;
  readonly recorder: Recorder;
}

/** A part of a file that is no scenario, and why. */
export interface Skipped {
  /** Where it is: `log.entries[3].response`. */
  readonly path: string;
  readonly why: string;
}

/** What a file became. */
export interface Imported {
  readonly scenarios: readonly RecordedScenario[];
  readonly skipped: readonly Skipped[];
}

/** The error of a file from which nothing can be imported. */
export function cannotImport(
  { file }: Pick<ImportContext, 'file'>,
  message: string,
  { hint, path, line, column }: { hint?: string; path?: string; line?: number; column?: number } = {},
): ChatMockError {
  const place = [
    ...(line === undefined ? [] : [`:${line}`]),
    ...(column === undefined ? [] : [`:${column}`]),
  ].join('');
  const where = path === undefined ? '' : ` at ${path}`;
  return new ChatMockError('invalid-import', `${file}${place}: ${message}${where}.`, {
    hint,
    origin: {
      file,
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
      ...(path === undefined ? {} : { path }),
    },
  });
}
