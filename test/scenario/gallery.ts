import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseScenarios } from '../../src/scenario/parse.ts';
import type { Problem } from '../../src/scenario/problems/problem.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url));

/** The schema that is checked in. */
export const SCHEMA_FILE = `${folder}schema.json`;

export interface GalleryFile {
  readonly file: string;
  readonly text: string;
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly Problem[];
}

/** The shipped scenario files, in the order in which their matches are tried. */
export function readGallery(): GalleryFile[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const text = readFileSync(folder + file, 'utf8');
      return { file, text, ...parseScenarios(text, file) };
    });
}
