import { statSync } from 'node:fs';
import type { FSWatcher } from 'chokidar';
import { timers } from '../../timers.ts';
import { leadsUp } from './find-files.ts';

/** Those who waited for the server are served first, for so many ms. */
const HEAD_START = 30;
/** How often the paths themselves are looked at, in ms: a watcher stays with a folder that is moved away or removed. */
const LOOK_EVERY = 300;

/** What is watched. All of it may change while it is. */
export interface WatchedFiles {
  /** Files and folders. */
  roots(): readonly string[];
  /** Those of them at which the last load found nothing. */
  missing(): readonly string[];
  /** Whether a file under them is of interest. */
  has(path: string): boolean;
}

/**
 * Calls back once, and then at every change of a scenario file under their paths, wherever they lead by then, and of the
 * data files that scenarios name.
 *
 * @param failed called when not all of them can be watched
 * @returns what ends it
 */
export async function watchScenarios(
  files: WatchedFiles,
  changed: () => void,
  failed: (error: unknown) => void,
): Promise<() => Promise<void>> {
  await new Promise((resolve) => timers.setTimeout(resolve, HEAD_START));
  const { watch } = await import('chokidar');
  let watcher: FSWatcher | undefined;
  let watched: string | undefined;

  const look = () => {
    const roots = files.roots();
    const now = JSON.stringify(roots.map((path) => [path, identityOf(path)]));
    // A load may have seen a path missing that was away between two looks.
    const isBack = files.missing().some((path) => identityOf(path) !== undefined);
    if (now === watched && !isBack) return;
    watched = now;
    void watcher?.close();
    const present = roots.filter((path) => identityOf(path) !== undefined);
    watcher = watch(present, {
      ignoreInitial: true,
      // An editor may write a file in several goes.
      awaitWriteFinish: { stabilityThreshold: 30, pollInterval: 10 },
      ignored: (path, stats) => {
        if (stats === undefined) return false;
        return stats.isDirectory() ? leadsUp(path, stats) : !files.has(path);
      },
    });
    watcher.on('all', (event) => {
      // Perhaps the folder itself has gone, and is back before the next look.
      if (event.startsWith('unlink')) watched = undefined;
      changed();
    });
    watcher.on('ready', changed);
    // What is wrong with one file, the load says.
    watcher.on('error', (error) => (isExhausted(error) ? failed(error) : changed()));
    changed();
  };
  look();
  const timer = timers.setInterval(look, LOOK_EVERY).unref();
  return async () => {
    timers.clearInterval(timer);
    await watcher?.close();
  };
}

/** Whether the system has no more watchers or open files to give. */
function isExhausted(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(ENOSPC|EMFILE|ENFILE)$/.test(String(error.code));
}

/** What changes when another folder or file takes the place of this one. */
function identityOf(path: string): string | undefined {
  try {
    const { dev, ino, birthtimeMs } = statSync(path);
    return [dev, ino, birthtimeMs].join();
  } catch {
    return undefined;
  }
}
