import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageFolder } from '../hosts/server/package.ts';

/** Where the scenarios are, and how messages name that place. */
export interface ScenarioPath {
  readonly path: string;
  readonly from: string;
}

const DEFAULT_FOLDER = 'scenarios';

/** How messages name the gallery. */
const GALLERY = 'the gallery that comes with it';

/** The given path; else the folder `scenarios` of the working folder; else the gallery of the package. */
export function findScenarios(asked: string | undefined, cwd: string): ScenarioPath {
  if (asked !== undefined) return { path: resolve(cwd, asked), from: asked };
  const own = join(cwd, DEFAULT_FOLDER);
  if (statSync(own, { throwIfNoEntry: false })?.isDirectory() === true)
    return { path: own, from: `${DEFAULT_FOLDER}/` };
  return { path: join(packageFolder(), DEFAULT_FOLDER), from: GALLERY };
}

/** {@link findScenarios} at each call, while that is the gallery: a folder of one's own may be made later, and stays the place. */
export function scenarioFinder(asked: string | undefined, cwd: string): () => ScenarioPath {
  let place = findScenarios(asked, cwd);
  return () => {
    if (place.from === GALLERY) place = findScenarios(asked, cwd);
    return place;
  };
}
