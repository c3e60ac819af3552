import { statSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './package.ts';

const NAME = 'scenarios';

/** Where scenarios are when nothing says where. */
export interface DefaultScenarios {
  readonly path: string;
  /** How messages name that place. */
  readonly from: string;
  /** Whether they are the gallery that comes with the package: a folder of one's own may be made later. */
  readonly isGallery: boolean;
}

/** The folder `scenarios` in a folder, or else the gallery of the package. */
export function defaultScenarios(base: string): DefaultScenarios {
  const own = join(base, NAME);
  if (statSync(own, { throwIfNoEntry: false })?.isDirectory() === true)
    return { path: own, from: `${NAME}/`, isGallery: false };
  return { path: join(packageFolder(), NAME), from: 'the gallery that comes with it', isGallery: true };
}
