import { resolve, sep } from 'node:path';
import type { ErrorPayload, UpdatePayload, ViteDevServer } from 'vite';
import { formatProblem, warningsOf } from '../../scenario/problems/problem.ts';
import type { ScenarioData } from '../../scenario/scenario-data.ts';
import { timers } from '../../timers.ts';
import { isScenarioFile } from '../server/find-files.ts';
import { explainErrors } from './explain.ts';
import type { Project } from './project.ts';
import { CHANGED, RESOLVED } from './virtual-module.ts';

/** The scenarios of a development server, while their files change. */
export interface Followed {
  /** The scenarios that pages have been told of last. */
  current(): Promise<readonly ScenarioData[]>;
  stop(): void;
}

/**
 * How long the files must be quiet before they are read, in ms: an editor may write one in several goes, and Vite's watcher
 * does not tell of a second change of a file within 50 ms.
 */
const QUIET = 60;

/**
 * Takes the overlay off the page. Of the first update that finds an overlay, Vite's client thinks that the page has never
 * been loaded, and loads it again; so one goes before the first error, too.
 */
const NOTHING_WRONG: UpdatePayload = { type: 'update', updates: [] };

/** Tells the pages of every change of the scenario files: of the new scenarios, or of what is wrong with them. */
export function followScenarios(server: ViteDevServer, opening: Promise<Project>): Followed {
  let paths: readonly string[] = [];
  let dataFiles: readonly string[] = [];
  let current: readonly ScenarioData[] = [];
  let shown: ErrorPayload | undefined;
  let warned: readonly string[] = [];
  let timer: NodeJS.Timeout | undefined;

  const load = async () => {
    const project = await opening;
    const { scenarios, problems } = await project.load();
    dataFiles = project.dataFiles();
    server.watcher.add([...dataFiles]);
    show(explainErrors(problems));
    const warnings = warningsOf(problems).map((problem) => formatProblem(problem));
    for (const warning of warnings) {
      if (!warned.includes(warning)) server.config.logger.warn(warning, { timestamp: true });
    }
    warned = warnings;
    const changed = JSON.stringify(scenarios) !== JSON.stringify(current);
    current = scenarios;
    return changed;
  };
  const show = (wrong: ReturnType<typeof explainErrors>) => {
    const before = shown;
    shown = wrong && { type: 'error', err: { plugin: 'meilisearch-chat-mock', stack: '', ...wrong } };
    if (shown !== undefined && shown.err.message !== before?.err.message) {
      server.config.logger.error(`${shown.err.message}\n${shown.err.frame ?? ''}`, { timestamp: true });
    }
    if (before !== undefined || shown !== undefined) server.ws.send(NOTHING_WRONG);
    if (shown !== undefined && server.ws.clients.size > 0) server.ws.send(shown);
  };
  const first = opening.then((project) => {
    paths = project.paths;
    server.watcher.add([...paths]);
    return load();
  });
  // `current()` rejects with it.
  first.catch(() => undefined);

  const soon = () => {
    timers.clearTimeout(timer);
    timer = timers.setTimeout(() => {
      load().then(
        (changed) => changed && publish(server, current),
        (error) => server.config.logger.error(String(error), { timestamp: true }),
      );
    }, QUIET);
  };
  server.ws.on('connection', (socket) => {
    // A page that is loaded while something is wrong shows it, too.
    for (const payload of shown === undefined ? [] : [NOTHING_WRONG, shown])
      socket.send(JSON.stringify(payload));
  });
  server.watcher.on('all', (event, file) => {
    const within = paths.some((path) => `${file}${sep}`.startsWith(`${path}${sep}`));
    if (dataFiles.includes(resolve(file)) || (within && (event.endsWith('Dir') || isScenarioFile(file))))
      soon();
  });
  // What changes while the watcher looks around for the first time, it does not tell.
  server.watcher.on('ready', soon);
  return {
    current: async () => {
      await first;
      return current;
    },
    stop: () => timers.clearTimeout(timer),
  };
}

function publish({ environments }: ViteDevServer, data: readonly ScenarioData[]): void {
  for (const { moduleGraph, hot } of Object.values(environments)) {
    const module = moduleGraph.getModuleById(RESOLVED);
    // For a page that is loaded from now on.
    if (module !== undefined) moduleGraph.invalidateModule(module);
    hot.send({ type: 'custom', event: CHANGED, data });
  }
}
