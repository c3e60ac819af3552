import { readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ChatMockError } from '../../error.ts';
import { checkCollection, inFileOrder } from '../../scenario/collection.ts';
import { parseScenarios } from '../../scenario/parse.ts';
import type { Problem } from '../../scenario/problems/problem.ts';
import { type Scenario, scenarioFromObject } from '../../scenario/scenario.ts';
import type { ServerOptions } from './options.ts';

/** The result of loading the scenarios. */
export interface LoadReport {
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly Problem[];
  /** How many files were read. */
  readonly files: number;
}

type Source = Exclude<ServerOptions['scenarios'], undefined>;

interface ReadFile {
  readonly text: string;
  readonly problems: readonly Problem[];
  /** The scenarios of its last good version. */
  readonly good: readonly Scenario[];
}

/** The scenarios of files, folders and objects. A file that was right and is not any more keeps its last good version. */
export class ScenarioFiles {
  readonly paths: readonly string[];
  readonly #fixed: readonly Scenario[];
  readonly #prove: (scenario: Scenario) => Promise<readonly Problem[]>;
  #fixedProblems: readonly Problem[] | undefined;
  #loading: Promise<unknown> = Promise.resolve();
  readonly #files = new Map<string, ReadFile>();

  /** @param prove what a scenario must pass before it is served */
  constructor(source: Source, prove: (scenario: Scenario) => Promise<readonly Problem[]>) {
    const all = typeof source === 'string' ? [source] : source;
    this.paths = all.filter((one) => typeof one === 'string');
    this.#fixed = all
      .filter((one) => typeof one !== 'string')
      .map((one, index) => scenarioFromObject(one, `scenarios[${index}]`));
    this.#prove = prove;
  }

  /** Reads everything that has changed since the last time. Loads follow each other: the last one to begin is the last to end. */
  load(): Promise<LoadReport> {
    const load = this.#loading.then(() => this.#load());
    this.#loading = load.catch(() => undefined);
    return load;
  }

  async #load(): Promise<LoadReport> {
    const files = (await Promise.all(this.paths.map(filesOf))).flat();
    for (const file of [...this.#files.keys()]) if (!files.includes(file)) this.#files.delete(file);
    const problems: Problem[] = [];
    for (const file of files) problems.push(...(await this.#loadFile(file)));
    this.#fixedProblems ??= (await Promise.all(this.#fixed.map(this.#prove))).flat();
    const good = [...this.#files.values()].flatMap((file) => file.good);
    const scenarios = inFileOrder([...this.#fixed, ...good]);
    const all = [...problems, ...this.#fixedProblems, ...checkCollection(scenarios)];
    return { scenarios, problems: all, files: files.length };
  }

  async #loadFile(file: string): Promise<readonly Problem[]> {
    // At once: a file takes 30 µs so, and a millisecond by way of the thread pool.
    const text = readFileSync(file, 'utf8');
    const known = this.#files.get(file);
    if (known?.text === text) return known.problems;
    const { scenarios, problems } = parseScenarios(text, shown(file));
    const all = [...problems];
    for (const scenario of scenarios) all.push(...(await this.#prove(scenario)));
    const right = all.every(({ severity }) => severity === 'warning');
    this.#files.set(file, { text, problems: all, good: right ? scenarios : (known?.good ?? []) });
    return all;
  }
}

/** Scenario files of a folder and its subfolders, or the one file, in alphabetical order. */
async function filesOf(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new ChatMockError('invalid-option', `There is no scenario file or folder "${path}".`, {
      hint: 'Give a folder of .yaml or .json files, or one such file.',
    });
  }
  if (found.isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && isScenarioFile(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(path, file).includes('node_modules'))
    .sort();
}

/** `schema.json` is what editors read, and no scenario. */
export function isScenarioFile(name: string): boolean {
  return /\.(ya?ml|json)$/i.test(name) && !/(^|[\\/])schema\.json$/i.test(name);
}

/** A file as messages name it: from here, where that is shorter. */
function shown(file: string): string {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
}
