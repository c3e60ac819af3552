import { mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { RecordedScenario } from '../../record/recorder.ts';
import { findFiles } from './find-files.ts';
import { rewrite, writeNew } from './new-file.ts';
import { ScenarioFiles } from './scenario-files.ts';

/** A folder into which recorded scenarios are written. Nothing that somebody else wrote is touched. */
export class RecordedFiles {
  readonly #folder: string;
  /** What was written, by the name of its scenario. */
  readonly #written = new Map<string, { readonly file: string; readonly yaml: string }>();

  /** @param folder made when something is written */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The names that scenarios and files of the folder have. */
  async names(): Promise<string[]> {
    const { files } = await findFiles([this.#folder]);
    if (files.length === 0) return [];
    // What is wrong with other files is told by those who serve them.
    const { scenarios } = await new ScenarioFiles(this.#folder, async () => []).load();
    return [
      ...scenarios.map(({ name }) => name),
      ...files.map((file) => basename(file).replace(/\.\w+$/, '')),
    ];
  }

  /**
   * Writes a new file for a new scenario, and the file again of one that has grown.
   *
   * @returns the path of the file
   */
  write({ name, yaml }: RecordedScenario): string {
    const known = this.#written.get(name);
    const isAgain = known !== undefined && rewrite(known.file, known.yaml, yaml);
    mkdirSync(this.#folder, { recursive: true });
    const file = isAgain ? known.file : writeNew(this.#folder, name, yaml);
    this.#written.set(name, { file, yaml });
    return file;
  }
}
