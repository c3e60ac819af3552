import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const MANIFEST = 'meilisearch-chat-mock/package.json';
const require = createRequire(import.meta.url);

/** The folder of this package. */
export function packageFolder(): string {
  return dirname(require.resolve(MANIFEST));
}

/** The version of this package. */
export function packageVersion(): string {
  return (require(MANIFEST) as { version: string }).version;
}
