import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'rolldown';
import type { Dependency, Options } from 'rollup-plugin-license';

// Its types describe an ES module, but the package is CommonJS.
const license: (options: Options) => Plugin = createRequire(import.meta.url)('rollup-plugin-license');

const ownLicense = readFileSync(new URL('LICENSE', import.meta.url), 'utf8');
/** The MIT License. */
const mit = (holder: string) => ownLicense.replace(/^Copyright .*$/m, `Copyright (c) ${holder}`);

const ROLLDOWN = `Name: rolldown\nLicense: MIT\n\n${readFileSync(new URL('node_modules/rolldown/LICENSE', import.meta.url), 'utf8')}`;

/** What is in the package and comes from no module: Rolldown's runtime, the document, the tokens' ranks. */
export const BESIDES = [
  ROLLDOWN,
  `Name: the OpenAPI document of Meilisearch\nLicense: MIT\n\n${mit('Meili SAS')}`,
  `Name: o200k_base, the ranks of tiktoken\nLicense: MIT\n\n${mit('2022 OpenAI, Shantanu Jain')}`,
];

/** The licence of each dependency, with its text. Some packages name it and leave the text out. */
function licenseTexts(dependencies: Dependency[], besides: readonly string[]): string {
  const texts = dependencies.map((dependency) => {
    const { name, license, licenseText, author, contributors } = dependency;
    if (licenseText !== null) return dependency.text();
    if (license !== 'MIT') throw new Error(`${name} comes without the text of its licence.`);
    const holders = author === null ? contributors : [author];
    return `${dependency.text()}\n\n${mit(holders.map((holder) => holder.name).join(', '))}`;
  });
  return [...texts, ...besides].join('\n\n---\n\n');
}

/** Writes the licences of all that is in a build. */
export function licenses(file: string, besides: readonly string[] = [ROLLDOWN]): Plugin {
  const template = (dependencies: Dependency[]) => licenseTexts(dependencies, besides);
  return license({ thirdParty: { output: { file, template } } });
}
