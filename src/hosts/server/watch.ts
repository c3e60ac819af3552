import { setTimeout as sleep } from 'node:timers/promises';
import { isScenarioFile } from './scenario-files.ts';

/** How long whoever waited for the server is served first, in ms. */
const HEAD_START = 30;

/**
 * Calls back when a scenario file under one of the paths has changed; and once at first, for what changed before they were
 * watched. Returns what ends it.
 */
export async function watchScenarios(
  paths: readonly string[],
  changed: () => void,
): Promise<() => Promise<void>> {
  await sleep(HEAD_START);
  const { watch } = await import('chokidar');
  const watcher = watch([...paths], {
    ignoreInitial: true,
    // An editor may write a file in several goes.
    awaitWriteFinish: { stabilityThreshold: 30, pollInterval: 10 },
    ignored: (path, stats) => stats?.isFile() === true && !isScenarioFile(path),
  });
  watcher.on('all', changed);
  watcher.on('ready', changed);
  return () => watcher.close();
}
