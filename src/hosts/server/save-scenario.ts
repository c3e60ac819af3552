import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ChatMockError } from '../../error.ts';
import { parseScenarios } from '../../scenario/parse.ts';
import { errorsOf, formatProblem } from '../../scenario/problems/problem.ts';
import { shown } from './find-files.ts';
import { packageFolder } from './package.ts';
import { schemaReference } from './schema-reference.ts';

/** A scenario that was written: its name, and its file as messages name it. */
export interface SavedScenario {
  readonly name: string;
  readonly file: string;
}

/**
 * Writes the text of one scenario into a new file of a folder; a file that is there is never touched.
 *
 * @param paths where the scenarios come from: the first folder, or the folder of the first file, is taken
 * @throws ChatMockError `invalid-scenario` when the text is not one right scenario; `invalid-option` when there is no
 * folder that is the user's own
 */
export function saveScenario(text: string, paths: readonly string[]): SavedScenario {
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
  const { name } = scenario;
  const folder = ownFolder(paths);
  mkdirSync(folder, { recursive: true });
  // The line by which an editor finds the schema says where it is, seen from this folder.
  const placed = text.replace(
    /^(# yaml-language-server: \$schema=)\.\/schema\.json$/m,
    `$1${schemaReference(folder)}`,
  );
  const file = writeNew(folder, name, placed.endsWith('\n') ? placed : `${placed}\n`);
  return { name, file: shown(file) };
}

function ownFolder(paths: readonly string[]): string {
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

/** How many names are tried. */
const MOST_NAMES = 1000;

/** `NAME.yaml`, or `NAME-2.yaml` when that is taken, and so on. */
function writeNew(folder: string, name: string, text: string): string {
  for (let number = 1; number <= MOST_NAMES; number++) {
    const file = join(folder, `${name}${number === 1 ? '' : `-${number}`}.yaml`);
    try {
      // Fails when the file exists, also when it is made at this moment.
      writeFileSync(file, text, { flag: 'wx' });
      return file;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
  throw new ChatMockError('invalid-option', `There are ${MOST_NAMES} files called ${name} already.`);
}
