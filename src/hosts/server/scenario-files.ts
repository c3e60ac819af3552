import { readFileSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { ChatMockError } from '../../error.ts';
import { checkCollection, inFileOrder } from '../../scenario/collection.ts';
import { LONGEST_FILE, parseScenarios } from '../../scenario/parse.ts';
import type { Problem } from '../../scenario/problems/problem.ts';
import { type Scenario, scenarioFromObject } from '../../scenario/scenario.ts';
import { DataFiles, type NamedFile, versionOf, type WithData } from './data-files.ts';
import { findFiles, isGone, isScenarioFile, shown, unreadable } from './find-files.ts';
import type { ServerOptions } from './options.ts';

/** The result of loading the scenarios. */
export interface LoadReport {
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly Problem[];
  /** How many files were read. */
  readonly files: number;
}

/** Or a function that says, at each load, at which path the scenarios are now. */
export type ScenarioSource = Exclude<ServerOptions['scenarios'], undefined> | (() => string);

/** A character takes up to three bytes: a longer file need not be read. */
const MOST_BYTES = 3 * LONGEST_FILE;

interface ReadFile {
  readonly text: string;
  /** The data files that its scenarios name. */
  readonly dataFiles: readonly NamedFile[];
  readonly problems: readonly Problem[];
  /** The scenarios of its last good version. */
  readonly good: readonly Scenario[];
}

/** The scenarios of files, folders and objects. A file that was right and is not any more keeps its last good version. */
export class ScenarioFiles {
  readonly paths: () => readonly string[];
  /** The paths at which the last load found nothing. */
  missing: readonly string[] = [];
  readonly #fixed: readonly Scenario[];
  readonly #prove: (scenario: Scenario) => Promise<readonly Problem[]>;
  #fixedProblems: readonly Problem[] | undefined;
  #loading: Promise<unknown> = Promise.resolve();
  readonly #files = new Map<string, ReadFile>();
  readonly #data = new DataFiles();
  #fixedDataFiles: readonly string[] = [];
  #fixedGood: readonly (Scenario | undefined)[] = [];
  /** Paths at which something was: it may come back. */
  readonly #known = new Set<string>();

  /** @param prove what a scenario must pass before it is served */
  constructor(source: ScenarioSource, prove: (scenario: Scenario) => Promise<readonly Problem[]>) {
    const all = Array.isArray(source) ? source : [source];
    this.paths = () =>
      all.flatMap((one) => (typeof one === 'string' ? [one] : typeof one === 'function' ? [one()] : []));
    this.#fixed = all
      .filter((one) => typeof one === 'object')
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
    const paths = this.paths();
    const { files, missing, unread } = await findFiles(paths);
    const wrong = missing.find((path) => !this.#known.has(path));
    if (wrong !== undefined) throw noSuchPath(wrong);
    for (const path of paths) this.#known.add(path);
    this.missing = missing;
    const listed = new Set(files);
    const isUnread = (file: string) =>
      [...unread.keys()].some((path) => `${file}${sep}`.startsWith(path + sep));
    for (const file of this.#files.keys()) {
      if (!listed.has(file) && !isUnread(file)) this.#files.delete(file);
    }
    const problems = [...missing.map(isLost), ...unread.values()];
    const read = await this.#loadFiles(files);
    for (const file of files) problems.push(...(read.get(file) ?? []));
    const fixed = await this.#loadFixed();
    const good = [...this.#files.values()].flatMap((file) => file.good);
    this.#data.keep(this.dataFiles);
    const scenarios = inFileOrder([...fixed.scenarios, ...good]);
    const all = [...problems, ...fixed.problems, ...checkCollection(scenarios)];
    return { scenarios, problems: all, files: read.size };
  }

  /** The problems of each file of scenarios. A JSON file that one of the others names as data is none. */
  async #loadFiles(files: readonly string[]): Promise<Map<string, readonly Problem[]>> {
    const problems = new Map<string, readonly Problem[]>();
    const isJson = (file: string) => /\.json$/i.test(file);
    for (const file of files) if (!isJson(file)) problems.set(file, await this.#loadFile(file));
    const named = new Set(this.dataFiles);
    for (const file of files) {
      if (isJson(file) && !named.has(resolve(file))) problems.set(file, await this.#loadFile(file));
    }
    for (const path of this.dataFiles) {
      const file = files.find((one) => resolve(one) === path);
      if (file === undefined) continue;
      problems.delete(file);
      this.#files.delete(file);
    }
    return problems;
  }

  async #loadFixed(): Promise<Omit<LoadReport, 'files'>> {
    const loaded = await Promise.all(this.#fixed.map((scenario) => this.attach(scenario)));
    this.#fixedDataFiles = loaded.flatMap(({ files }) => files.map(({ path }) => path));
    // As of a file, the last good version stays.
    this.#fixedGood = loaded.map(({ scenario, problems }, index) =>
      problems.length === 0 ? scenario : this.#fixedGood[index],
    );
    const scenarios = this.#fixedGood.filter((scenario) => scenario !== undefined);
    this.#fixedProblems ??= (await Promise.all(scenarios.map(this.#prove))).flat();
    return { scenarios, problems: [...loaded.flatMap(({ problems }) => problems), ...this.#fixedProblems] };
  }

  /** A scenario without a file, with the documents of the data files that it names, seen from a folder. */
  attach(scenario: Scenario, folder = process.cwd()): Promise<WithData> {
    return this.#data.attach(scenario, folder);
  }

  /** The data files that scenarios name. */
  get dataFiles(): readonly string[] {
    const named = [...this.#files.values()].flatMap(({ dataFiles }) => dataFiles.map(({ path }) => path));
    return [...new Set([...this.#fixedDataFiles, ...named])];
  }

  /** Whether a path is that of a scenario file, or of a data file that a scenario names. */
  has(path: string): boolean {
    return isScenarioFile(path) || this.#isData(path);
  }

  #isData(file: string): boolean {
    const whole = resolve(file);
    return this.dataFiles.includes(whole);
  }

  async #loadFile(file: string): Promise<readonly Problem[]> {
    const known = this.#files.get(file);
    let text: string;
    try {
      // At once: a file takes 30 µs so, and a millisecond by way of the thread pool.
      const { size } = statSync(file);
      if (size > MOST_BYTES) return [tooLong(file, size)];
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if (!isGone(error)) return [unreadable(file, error)];
      this.#files.delete(file);
      return [];
    }
    if (known?.text === text && known.dataFiles.every(isUnchanged)) return known.problems;
    const { scenarios: parsed, problems } = parseScenarios(text, shown(file));
    const all = [...problems];
    const scenarios: Scenario[] = [];
    const dataFiles: NamedFile[] = [];
    for (const one of parsed) {
      const { scenario, files, ...found } = await this.#data.attach(one, process.cwd());
      dataFiles.push(...files);
      scenarios.push(scenario);
      all.push(...found.problems);
      if (found.problems.length === 0) all.push(...(await this.#prove(scenario)));
    }
    const right = all.every(({ severity }) => severity === 'warning');
    const good = right ? scenarios : (known?.good ?? []);
    this.#files.set(file, { text, dataFiles, problems: all, good });
    return all;
  }
}

const isUnchanged = ({ path, version }: NamedFile): boolean => versionOf(path) === version;

function tooLong(file: string, size: number): Problem {
  const message = `the file has ${size} bytes`;
  const hint = `a scenario file has at most ${LONGEST_FILE} characters`;
  return { severity: 'error', message, hint, origin: { file: shown(file) } };
}

const noSuchPath = (path: string) =>
  new ChatMockError('invalid-option', `There is no scenario file or folder "${path}".`, {
    hint: 'Give a folder of .yaml or .json files, or one such file.',
  });

function isLost(path: string): Problem {
  const message = 'there is no such file or folder any more';
  const hint = 'its scenarios are served again once it is back';
  return { severity: 'warning', message, hint, origin: { file: shown(path) } };
}
