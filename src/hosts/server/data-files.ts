import { statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { dataSearches } from '../../data/searches.ts';
import { formatOrigin, type Problem } from '../../scenario/problems/problem.ts';
import { quoted } from '../../scenario/problems/wording.ts';
import type { DocumentLists, Scenario } from '../../scenario/scenario.ts';
import type { FoundDocument } from '../../scenario/schema.ts';
import { shown } from './find-files.ts';
import { type DataRead, readData } from './read-data.ts';

/** A scenario with the documents of its data files, or what is wrong with them. */
export interface WithData {
  readonly scenario: Scenario;
  readonly problems: readonly Problem[];
  readonly files: readonly NamedFile[];
}

/** A data file that a scenario names. */
export interface NamedFile {
  /** Its whole path. */
  readonly path: string;
  /** {@link versionOf} it before it was read. */
  readonly version: string;
}

/** Data files, each read once for each of its versions. */
export class DataFiles {
  readonly #files = new Map<string, { readonly version: string; readonly read: Promise<DataRead> }>();

  /** @param folder that of a scenario without a file: the data files that it may name are in it, or in the working folder */
  async attach(scenario: Scenario, folder: string): Promise<WithData> {
    const { file } = scenario;
    const base = file === undefined ? folder : dirname(resolve(file));
    const mayRead = (path: string) =>
      file !== undefined || [base, process.cwd()].some((allowed) => isInside(allowed, path));
    const problems: Problem[] = [];
    const files: NamedFile[] = [];
    const data = new Map<string, readonly FoundDocument[]>();
    for (const { search, path } of dataSearches(scenario.input)) {
      if (typeof search.data !== 'string') continue;
      const origin = scenario.locate([...path, 'data']);
      const whole = resolve(base, search.data);
      if (!mayRead(whole)) {
        const message = `the data file ${quoted(search.data)} is outside of the working folder`;
        const hint = 'a scenario without a file reads what is in the working folder, and nothing else';
        problems.push({ severity: 'error', message, hint, origin });
        continue;
      }
      files.push({ path: whole, version: versionOf(whole) });
      const read = await this.read(whole);
      if ('documents' in read) data.set(search.data, read.documents);
      else {
        const place = formatOrigin({ file: shown(whole), ...placeInFile(read) });
        const message = `the data file cannot be used: ${place}: ${read.wrong}`;
        problems.push({ severity: 'error', message, hint: read.hint, origin });
      }
    }
    if (files.length === 0) return { scenario, problems, files };
    return { scenario: { ...scenario, data: data satisfies DocumentLists }, problems, files };
  }

  /** The documents of a file as it is now. */
  read(path: string): Promise<DataRead> {
    const version = versionOf(path);
    const known = this.#files.get(path);
    if (known?.version === version) return known.read;
    const read = readData(path);
    this.#files.set(path, { version, read });
    return read;
  }

  /** Forgets all files but these. */
  keep(paths: readonly string[]): void {
    for (const path of this.#files.keys()) if (!paths.includes(path)) this.#files.delete(path);
  }
}

/** Where in its file something is wrong, as far as that is known. */
export function placeInFile(read: Extract<DataRead, { wrong: string }>): { line?: number; column?: number } {
  const { line, column } = read;
  return line === undefined || column === undefined ? {} : { line, column };
}

/** What changes when a file is written. */
export function versionOf(path: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return [mtimeMs, size, ino].join();
  } catch {
    return 'none';
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !way.startsWith('..') && !isAbsolute(way);
}
