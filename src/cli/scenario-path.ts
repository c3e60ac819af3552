import { resolve } from 'node:path';
import { defaultScenarios } from '../hosts/server/scenario-folder.ts';

/** Where the scenarios are, and how messages name that place. */
export interface ScenarioPath {
  readonly path: string;
  readonly from: string;
  /** Whether they are those that come with the package. */
  readonly isGallery: boolean;
}

/** The given path; else the folder `scenarios` of the working folder; else the gallery of the package. */
export function findScenarios(asked: string | undefined, cwd: string): ScenarioPath {
  if (asked !== undefined) return { path: resolve(cwd, asked), from: asked, isGallery: false };
  return defaultScenarios(cwd);
}

/** {@link findScenarios} at each call, while that is the gallery: a folder of one's own may be made later, and stays the place. */
export function scenarioFinder(asked: string | undefined, cwd: string): () => ScenarioPath {
  let place = findScenarios(asked, cwd);
  return () => {
    if (place.isGallery) place = findScenarios(asked, cwd);
    return place;
  };
}
