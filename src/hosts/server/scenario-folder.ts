import { statSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './package.ts';

const NAME = 'scenarios';

/** Where scenarios are when nothing says where. */
export interface DefaultScenarios {
  readonly path: string;
  /** How messages name that place. */
  readonly from: string;
  /** Whether they are the gallery that comes with the package. */
  readonly isGallery: boolean;
  /** Where a folder of one's own is, or may be made later. */
  readonly own: string;
}

/** The folder `scenarios` in a folder, or else the gallery of the package. */
export function defaultScenarios(base: string): DefaultScenarios {
  const own = join(base, NAME);
  if (statSync(own, { throwIfNoEntry: false })?.isDirectory() === true)
    return { path: own, from: `${NAME}/`, isGallery: false, own };
  return { path: galleryFolder(), from: 'the gallery that comes with it', isGallery: true, own };
}

/** Where the gallery of the package is. */
export const galleryFolder = (): string => join(packageFolder(), NAME);
