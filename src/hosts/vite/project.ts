import { relative, resolve } from 'node:path';
import { ChatMockError } from '../../error.ts';
import { loadProver } from '../../proof/prism-prover.ts';
import { dropDuplicates } from '../../scenario/collection.ts';
import { errorsOf, type Problem } from '../../scenario/problems/problem.ts';
import { type ScenarioData, scenarioToData } from '../../scenario/scenario-data.ts';
import { Simulator } from '../../simulator/simulator.ts';
import { namesFileFor, writeNames } from '../server/names-file.ts';
import { ScenarioFiles } from '../server/scenario-files.ts';
import { defaultScenarios } from '../server/scenario-folder.ts';
import type { ChatMockPluginOptions } from './options.ts';

/** The scenarios of a project as they are on disk, or were before a mistake. */
export interface Loaded {
  readonly scenarios: readonly ScenarioData[];
  readonly problems: readonly Problem[];
}

/** The scenario files of a project that Vite builds or serves, parsed and proven. */
export interface Project {
  /** The files and folders in which they are, or may be later. */
  readonly paths: readonly string[];
  /** The data files that scenarios named when they were read last. */
  dataFiles(): readonly string[];
  /** Reads what has changed since the last time. A file that is wrong keeps its last good version. */
  load(): Promise<Loaded>;
}

/** Opens the project in a folder. Reads nothing yet. */
export function openProject(root: string, { scenarios: asked, types }: ChatMockPluginOptions): Project {
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
  /** Where the names are declared. There is no place for those of the gallery. */
  const namesFile = () => {
    if (types !== undefined) return types === false ? undefined : resolve(root, types);
    const [path] = given ?? (defaultScenarios(root).isGallery ? [] : [defaultScenarios(root).path]);
    return path === undefined ? undefined : namesFileFor(path);
  };
  const declare = (names: readonly string[]): readonly Problem[] => {
    const file = namesFile();
    try {
      if (file !== undefined) writeNames(file, names);
      return [];
    } catch (error) {
      // The app is as good without them.
      return [problemOf(error, 'warning')];
    }
  };
  return {
    paths: given ?? [defaultScenarios(root).own],
    dataFiles: () => files.dataFiles,
    async load() {
      try {
        const { scenarios, problems } = await files.load();
        const { unique } = dropDuplicates(scenarios);
        const isRight = errorsOf(problems).length === 0;
        const unwritten = isRight ? declare(unique.map(({ name }) => name)) : [];
        return { scenarios: unique.map(scenarioToData).map(named), problems: [...problems, ...unwritten] };
      } catch (error) {
        return { scenarios: [], problems: [problemOf(error, 'error')] };
      }
    },
  };
}

/** @throws what is no error of ours */
function problemOf(error: unknown, severity: Problem['severity']): Problem {
  if (!(error instanceof ChatMockError)) throw error;
  return { severity, message: error.message, origin: {} };
}
