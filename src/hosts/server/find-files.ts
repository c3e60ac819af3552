import { type Dirent, type Stats, statSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Problem } from '../../scenario/problems/problem.ts';

/** The scenario files under some paths. */
export interface FoundFiles {
  /** In alphabetical order for each path. */
  readonly files: readonly string[];
  /** What is there and cannot be read: files, and folders with whatever is in them. */
  readonly unread: ReadonlyMap<string, Problem>;
  /** The paths at which nothing is. */
  readonly missing: readonly string[];
}

/** So begin the names of what Kubernetes keeps in a mounted ConfigMap: its versions, to which the files that it shows are links. */
const VERSIONS = '..';

/** Scenario files of folders and their subfolders, or single files. Symbolic links are followed; nothing is found twice. */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  const files: string[] = [];
  const unread = new Map<string, Problem>();
  const missing: string[] = [];
  /** Real paths: links may lead in a circle, or to what is found without them. */
  const seen = new Set<string>();
  let links: string[] = [];

  async function look(path: string, entry: Pick<Dirent, 'isDirectory' | 'isFile'>, real: string) {
    if (seen.has(real)) return [];
    seen.add(real);
    if (entry.isFile()) return [path];
    if (!entry.isDirectory()) {
      unread.set(path, unreadable(path, 'this is neither a file nor a folder'));
      return [];
    }
    const found: string[] = [];
    for (const inside of await readdir(path, { withFileTypes: true })) {
      if (inside.name.startsWith(VERSIONS)) continue;
      const name = join(path, inside.name);
      if (inside.isSymbolicLink()) links.push(name);
      else if (inside.isDirectory() ? inside.name !== 'node_modules' : isScenarioFile(inside.name)) {
        found.push(...(await attempt(name, () => look(name, inside, join(real, inside.name)))));
      }
    }
    return found;
  }

  async function follow(link: string): Promise<string[]> {
    const target = await stat(link);
    if (leadsUp(link, target)) return [];
    return target.isDirectory() || isScenarioFile(link) ? look(link, target, await realpath(link)) : [];
  }

  async function attempt(
    path: string,
    find: () => Promise<string[]>,
    ifGone?: () => void,
  ): Promise<string[]> {
    try {
      return await find();
    } catch (error) {
      // Between the listing and now it may go, as in a `git checkout`.
      if (!isGone(error)) unread.set(path, unreadable(path, error));
      else ifGone?.();
      return [];
    }
  }

  for (const path of paths) {
    const start = async () => look(path, await stat(path), await realpath(path));
    const found = await attempt(path, start, () => missing.push(path));
    // Links last: what is found without one has its own name. A link may lead to more of them.
    while (links.length > 0) {
      const now = links;
      links = [];
      for (const link of now) {
        const dangling = () => unread.set(link, unreadable(link, 'this symbolic link leads to nothing'));
        const ifGone = isScenarioFile(link) ? dangling : undefined;
        found.push(...(await attempt(link, () => follow(link), ifGone)));
      }
    }
    files.push(...found.sort());
  }
  return { files, unread, missing };
}

/** `schema.json` is what editors read, and no scenario; Emacs marks an open file with a link `.#movies.yaml`. */
export function isScenarioFile(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path) && !/(^|[\\/])(schema\.json|\.#[^\\/]*)$/i.test(path);
}

/** Whether a path leads to one of the folders above it: by a link, so that there is no end to what is below. */
export function leadsUp(path: string, { dev, ino }: Pick<Stats, 'dev' | 'ino'>): boolean {
  const parent = dirname(path);
  if (parent === path) return false;
  const above = statSync(parent, { throwIfNoEntry: false });
  return (above?.dev === dev && above.ino === ino) || leadsUp(parent, { dev, ino });
}

/** Whether an operation failed since there is no such file. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** The problem of a file that cannot be read. The error's own text ends with the call and the path, which say nothing new. */
export function unreadable(path: string, why: unknown): Problem {
  const reason =
    why instanceof Error ? `this cannot be read: ${why.message.replace(/, \w+( '.*)?$/, '')}` : why;
  const hint = 'mend it, move it away, or remove it';
  return { severity: 'error', message: String(reason), hint, origin: { file: shown(path) } };
}

/** A file as messages name it: from here, where that is shorter. */
export function shown(file: string): string {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
}
