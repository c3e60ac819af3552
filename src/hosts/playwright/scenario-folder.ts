import { dirname, resolve } from 'node:path';
import { ChatMockError } from '../../error.ts';
import { defaultScenarios } from '../server/scenario-folder.ts';

/** What was asked for, seen from the config; or else `scenarios` beside it; or else the gallery of the package. */
export function scenarioPaths(asked: unknown, configFile: string | undefined): readonly string[] {
  const base = configFile === undefined ? process.cwd() : dirname(configFile);
  if (asked === undefined) return [defaultScenarios(base).path];
  const paths = Array.isArray(asked) ? asked : [asked];
  if (paths.every((path) => typeof path === 'string')) return paths.map((path) => resolve(base, path));
  // Playwright takes a list whose second element is an object for a fixture and its options.
  throw new ChatMockError('invalid-option', '`chatScenarios` takes paths of files and folders.', {
    hint: 'Scenarios that are objects go to `chatServerOptions: { scenarios: [ … ] }`.',
  });
}
