import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ChatMockError } from '../../error.ts';
import { parseScenarios } from '../../scenario/parse.ts';
import { errorsOf, formatProblem } from '../../scenario/problems/problem.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { shown } from './find-files.ts';
import { writeNew } from './new-file.ts';
import { packageFolder } from './package.ts';
import { schemaReference } from './schema-reference.ts';

/** A scenario that was written: its name, and its file as messages name it. */
export interface SavedScenario {
  readonly name: string;
  readonly file: string;
}

/** The one scenario of a text. Throws `invalid-scenario` when it is not one right scenario. */
export function scenarioToSave(text: string): Scenario {
  const { scenarios, problems } = parseScenarios(text);
  const errors = errorsOf(problems);
  if (errors.length > 0) {
    throw new ChatMockError('invalid-scenario', errors.map((problem) => formatProblem(problem)).join('\n'), {
      origin: errors[0]?.origin,
    });
  }
  const [scenario, another] = scenarios;
  if (scenario === undefined || another !== undefined) {
    throw new ChatMockError(
      'invalid-scenario',
      `One scenario is saved at a time, and this is ${scenarios.length}.`,
    );
  }
  return scenario;
}

/** Writes the text of a scenario into a new file of a folder; a file that is there is never touched. */
export function writeScenario(name: string, text: string, folder: string): SavedScenario {
  mkdirSync(folder, { recursive: true });
  // The line by which an editor finds the schema says where it is, seen from this folder.
  const placed = text.replace(
    /^(# yaml-language-server: \$schema=)\.\/schema\.json$/m,
    `$1${schemaReference(folder)}`,
  );
  const file = writeNew(folder, name, placed.endsWith('\n') ? placed : `${placed}\n`);
  return { name, file: shown(file) };
}

/**
 * Where new scenarios are written.
 *
 * @param paths where scenarios come from: the first folder, or the folder of the first file, is taken
 * @throws ChatMockError `invalid-option` when there is no folder that is the user's own
 */
export function folderForNew(paths: readonly string[]): string {
  const [path] = paths;
  const gallery = join(packageFolder(), 'scenarios');
  if (path === undefined || (path === gallery && gallery.includes('node_modules'))) {
    const message =
      path === undefined
        ? 'This mock has no scenario folder.'
        : 'The gallery of the package is not for your files.';
    throw new ChatMockError('invalid-option', message, {
      hint: 'Make a folder `scenarios` where you start the mock, or copy the text into a file of your own.',
    });
  }
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? dirname(path) : path;
}
