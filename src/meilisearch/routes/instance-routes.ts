import { boolean, option, struct } from '../body/shape.ts';
import { ok } from './replies.ts';
import { FEATURES } from './state.ts';
import { type MeiliRoute, routeWithBody } from './types.ts';

/** The release whose behaviour is mocked. A server built from the sources alone does not know its commit. */
const VERSION = { commitSha: 'unknown', commitDate: 'unknown', pkgVersion: '1.48.1' };

const featuresPatch = struct(
  'RuntimeTogglableFeatures',
  Object.fromEntries(FEATURES.map((feature) => [feature, option(boolean)])),
);

/** The routes that are about the server as a whole. */
export const INSTANCE_ROUTES: readonly MeiliRoute[] = [
  { method: 'GET', path: '/', handle: () => ok({ status: 'Meilisearch is running' }) },
  { method: 'GET', path: '/health', handle: () => ok({ status: 'available' }) },
  { method: 'GET', path: '/version', action: 'version', handle: () => ok(VERSION) },
  {
    method: 'GET',
    path: '/experimental-features',
    action: 'experimental.get',
    handle: ({ instance }) => ok(instance.features),
  },
  routeWithBody({
    method: 'PATCH',
    path: '/experimental-features',
    action: 'experimental.update',
    body: featuresPatch,
    handle({ instance, body }) {
      // Here null leaves a feature as it is.
      const changes = Object.entries(body).filter(([, on]) => on !== null);
      return ok(instance.changeFeatures(Object.fromEntries(changes)));
    },
  }),
];
