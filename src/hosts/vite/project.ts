import { relative, resolve } from 'node:path';
import { ChatMockError } from '../../error.ts';
import { loadProver } from '../../proof/prism-prover.ts';
import { dropDuplicates } from '../../scenario/collection.ts';
import type { Problem } from '../../scenario/problems/problem.ts';
import { type ScenarioData, scenarioToData } from '../../scenario/scenario-data.ts';
import { Simulator } from '../../simulator/simulator.ts';
import { ScenarioFiles } from '../server/scenario-files.ts';
import { defaultScenarios } from '../server/scenario-folder.ts';

/** The scenarios of a project as they are on disk, or were before a mistake. */
export interface Loaded {
  readonly scenarios: readonly ScenarioData[];
  readonly problems: readonly Problem[];
}

/** The scenario files of a project that Vite builds or serves, parsed and proven. */
export interface Project {
  /** The files and folders in which they are, or may be later. */
  readonly paths: readonly string[];
  /** Reads what has changed since the last time. A file that is wrong keeps its last good version. */
  load(): Promise<Loaded>;
}

/** @param asked files and folders, seen from `root`. Default: the folder `scenarios` in it, or else the gallery. */
export function openProject(root: string, asked: string | readonly string[] | undefined): Project {
  const given = asked === undefined ? undefined : [asked].flat().map((path) => resolve(root, path));
  const simulator = new Simulator({}, loadProver);
  const files = new ScenarioFiles(given ?? (() => defaultScenarios(root).path), async (scenario) => {
    const { problems } = await simulator.prove(scenario, { placeholders: true });
    return problems;
  });
  /** Seen from the project, so that a build says nothing of the machine that it was made on. */
  const named = (data: ScenarioData): ScenarioData => {
    if (data.file === undefined) return data;
    return { ...data, file: relative(root, resolve(data.file)).replaceAll('\\', '/') };
  };
  return {
    paths: given ?? [defaultScenarios(root).own],
    async load() {
      try {
        const { scenarios, problems } = await files.load();
        return {
          scenarios: dropDuplicates(scenarios).unique.map(scenarioToData).map(named),
          problems,
        };
      } catch (error) {
        if (!(error instanceof ChatMockError)) throw error;
        return { scenarios: [], problems: [{ severity: 'error', message: error.message, origin: {} }] };
      }
    },
  };
}
