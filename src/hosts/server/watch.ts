import { setTimeout as sleep } from 'node:timers/promises';
import { isScenarioFile } from './scenario-files.ts';

/** Those who waited for the server are served first, for so many ms. */
const HEAD_START = 30;

/** Calls back once, and then at every change of a scenario file under one of the paths. Returns what ends it. */
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
