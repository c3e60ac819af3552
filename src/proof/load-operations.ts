import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { IHttpOperation } from '@stoplight/types';

/**
 * The operations of Meilisearch's document with our overlay, from the `openapi` folder of this package. Reading them takes
 * Prism a second, so the build replaces this module by one that has the result.
 */
export async function loadOperations(): Promise<readonly IHttpOperation[]> {
  const { buildOperations } = await import('./document.ts');
  const manifest = createRequire(import.meta.url).resolve('meilisearch-chat-mock/package.json');
  return buildOperations(new URL('openapi/', pathToFileURL(manifest)));
}
