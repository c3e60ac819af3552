import { boolean, object, optional } from './deserr/shape.ts';
import { FEATURES, type Feature } from './features.ts';
import { ok } from './replies.ts';
import type { MeiliRoute } from './types.ts';

/** The release whose behaviour is mocked. A server built from the sources alone does not know its commit. */
const VERSION = { commitSha: 'unknown', commitDate: 'unknown', pkgVersion: '1.48.1' };

const featuresPatch = object(Object.fromEntries(FEATURES.map((feature) => [feature, optional(boolean)])));

/** The routes that are about the server as a whole. */
export const INSTANCE_ROUTES: readonly MeiliRoute[] = [
  {
    method: 'GET',
    path: '/',
    handle: () => ok({ status: 'Meilisearch is running' }),
  },
  {
    method: 'GET',
    path: '/health',
    handle: () => ok({ status: 'available' }),
  },
  {
    method: 'GET',
    path: '/version',
    action: 'version',
    handle: () => ok(VERSION),
  },
  {
    method: 'GET',
    path: '/experimental-features',
    action: 'experimental.get',
    handle: ({ instance }) => ok(instance.features),
  },
  {
    method: 'PATCH',
    path: '/experimental-features',
    action: 'experimental.update',
    body: featuresPatch,
    handle({ instance, body }) {
      const changes = Object.entries(body as Partial<Record<Feature, boolean | null>>);
      // Here null leaves a feature as it is.
      return ok(instance.changeFeatures(Object.fromEntries(changes.filter(([, on]) => on !== null))));
    },
  },
];
