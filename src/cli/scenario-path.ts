import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageFolder } from '../hosts/server/package.ts';

/** Where the scenarios are, and how the user would say it. */
export interface ScenarioPath {
  readonly path: string;
  readonly from: string;
}

const DEFAULT_FOLDER = 'scenarios';

/** What was asked for; or else `scenarios` in the working folder; or else the gallery that comes with the package. */
export function findScenarios(asked: string | undefined, cwd: string): ScenarioPath {
  if (asked !== undefined) return { path: resolve(cwd, asked), from: asked };
  const own = join(cwd, DEFAULT_FOLDER);
  if (statSync(own, { throwIfNoEntry: false })?.isDirectory() === true)
    return { path: own, from: `${DEFAULT_FOLDER}/` };
  return { path: join(packageFolder(), DEFAULT_FOLDER), from: 'the gallery that comes with it' };
}
