import { parameter, patternOf, routed } from '../path.ts';
import { CHAT_COMPLETION } from './chat-completion.ts';
import { CHAT_ROUTES } from './chat-routes.ts';
import { INSTANCE_ROUTES } from './instance-routes.ts';
import type { MeiliRoute } from './types.ts';

/** The routes of Meilisearch that chat clients call besides the chat completion; those of a path in the real order. */
export const MEILI_ROUTES: readonly MeiliRoute[] = [...INSTANCE_ROUTES, ...CHAT_ROUTES];

/** The chat completion is looked for first: nearly all requests are one. */
const ENDPOINTS = [CHAT_COMPLETION, ...MEILI_ROUTES];

const RESOURCES = [...new Set(ENDPOINTS.map(({ path }) => path))].map((path) => ({
  path,
  pattern: patternOf(path),
  /** As the header `allow` lists them. */
  methods: ENDPOINTS.filter((endpoint) => endpoint.path === path).map(({ method }) => method),
  routes: MEILI_ROUTES.filter((route) => route.path === path),
}));

/**
 * What Meilisearch has at a path, and what stands for the parameter of the path; undefined when there is nothing.
 *
 * @param path percent-encoded, without query, session prefix and trailing slash
 */
export function findResource(path: string) {
  const plain = routed(path);
  for (const resource of RESOURCES) {
    const match = resource.pattern.exec(plain);
    if (match !== null) return { resource, uid: parameter(match[1] ?? '') };
  }
  return undefined;
}
