import { readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ChatMockError } from '../../error.ts';
import type { Problem } from '../../scenario/problems/problem.ts';
import type { DocumentLists } from '../../scenario/scenario.ts';
import type { FoundDocument } from '../../scenario/schema.ts';
import { DataFiles, placeInFile } from './data-files.ts';
import { shown } from './find-files.ts';
import { isDataFile } from './read-data.ts';

/** The documents of a folder: each file is an index of its name. A file that was right and is not any more keeps its last good version. */
export class DataFolder {
  /** The whole path. */
  readonly path: string;
  readonly #files = new DataFiles();
  #indexes: DocumentLists = new Map();

  /** @throws ChatMockError `invalid-option` when there is no such folder or file */
  constructor(path: string) {
    this.path = resolve(path);
    if (statSync(this.path, { throwIfNoEntry: false }) !== undefined) return;
    throw new ChatMockError('invalid-option', `There is no data folder "${path}".`, {
      hint: 'Give a folder of .json, .ndjson, .jsonl or .csv files, one for each index.',
    });
  }

  /** Whether a path may be one of its files. */
  has(path: string): boolean {
    const whole = resolve(path);
    return isDataFile(whole) && (whole === this.path || resolve(whole, '..') === this.path);
  }

  /** Reads what has changed. The same indexes are the same object. */
  async load(): Promise<{ readonly indexes: DocumentLists; readonly problems: readonly Problem[] }> {
    const problems: Problem[] = [];
    const indexes = new Map<string, readonly FoundDocument[]>();
    const files = this.#list();
    for (const file of files) {
      const origin = { file: shown(file) };
      const index = basename(file).replace(/\.[^.]*$/, '');
      const wrong = indexes.has(index) ? `there is an index "${index}" already` : nameTrouble(index);
      if (wrong !== undefined) {
        const hint = 'one file is one index, and has its name: movies.json';
        problems.push({ severity: 'error', message: wrong, hint, origin });
        continue;
      }
      const read = await this.#files.read(file);
      const before = this.#indexes.get(index);
      if ('documents' in read) indexes.set(index, read.documents);
      else {
        if (before !== undefined) indexes.set(index, before);
        const place = { ...origin, ...placeInFile(read) };
        problems.push({ severity: 'error', message: read.wrong, hint: read.hint, origin: place });
      }
    }
    if (files.length === 0) {
      const message = 'there is no data in this folder';
      const hint = 'put a .json, .ndjson, .jsonl or .csv file for each index into it';
      problems.push({ severity: 'warning', message, hint, origin: { file: shown(this.path) } });
    }
    this.#files.keep(files);
    if (!isSame(indexes, this.#indexes)) this.#indexes = indexes;
    return { indexes: this.#indexes, problems };
  }

  #list(): string[] {
    if (statSync(this.path, { throwIfNoEntry: false })?.isFile() === true) return [this.path];
    try {
      return readdirSync(this.path)
        .filter((name) => isDataFile(name) && !name.startsWith('.'))
        .sort()
        .map((name) => join(this.path, name));
    } catch {
      // It has gone, and may come back.
      return [];
    }
  }
}

/** What the real server says of such a uid. */
function nameTrouble(index: string): string | undefined {
  if (/^[\w-]{1,400}$/.test(index)) return undefined;
  return `"${index}" is no uid of an index: it has letters a to z, digits, - and _ only`;
}

function isSame(one: DocumentLists, other: DocumentLists): boolean {
  return one.size === other.size && [...one].every(([index, documents]) => other.get(index) === documents);
}
