import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { packageFolder, packageVersion } from './package.ts';

/** Where the schema is in a folder in which the package is installed. */
export const INSTALLED_SCHEMA = 'node_modules/meilisearch-chat-mock/scenarios/schema.json';

/** How a file of a folder names the schema of scenarios to an editor: the installed one seen from there, or else its URL. */
export function schemaReference(folder: string): string {
  // The gallery has it beside its files.
  if (folder === join(packageFolder(), 'scenarios')) return './schema.json';
  const base = installedAbove(folder);
  if (base === undefined) return schemaUrl();
  return relative(folder, join(base, INSTALLED_SCHEMA)).replaceAll('\\', '/');
}

/** The nearest folder from here on upwards in which the package is installed. */
export function installedAbove(folder: string): string | undefined {
  if (existsSync(join(folder, INSTALLED_SCHEMA))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : installedAbove(above);
}

/** Where the schema of this version is on the network. */
export function schemaUrl(): string {
  return `https://cdn.jsdelivr.net/npm/meilisearch-chat-mock@${packageVersion()}/scenarios/schema.json`;
}
