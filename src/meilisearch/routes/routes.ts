import { parameter, routed } from '../path.ts';
import { CHAT_ROUTES } from './chat-routes.ts';
import { INSTANCE_ROUTES } from './instance-routes.ts';
import type { MeiliRoute } from './types.ts';

/** The routes of Meilisearch that chat clients call besides the chat completion; those of a path in the real order. */
export const MEILI_ROUTES: readonly MeiliRoute[] = [...INSTANCE_ROUTES, ...CHAT_ROUTES];

/** The one route that is answered elsewhere. */
const CHAT_COMPLETION = { method: 'POST', path: '/chats/{workspace_uid}/chat/completions' } as const;
const CHAT_PATTERN = patternOf(CHAT_COMPLETION.path);

interface Resource {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
  readonly routes: readonly MeiliRoute[];
}

const RESOURCES: readonly Resource[] = [
  ...new Set([...MEILI_ROUTES, CHAT_COMPLETION].map(({ path }) => path)),
].map((path) => {
  const routes = MEILI_ROUTES.filter((route) => route.path === path);
  return {
    pattern: patternOf(path),
    methods: path === CHAT_COMPLETION.path ? [CHAT_COMPLETION.method] : routes.map(({ method }) => method),
    routes,
  };
});

/** The methods of a path as the header `allow` lists them; undefined when Meilisearch has no such path. */
export function allowFor(path: string): readonly string[] | undefined {
  const plain = routed(path);
  return RESOURCES.find(({ pattern }) => pattern.test(plain))?.methods;
}

/** The route for a request, and what stands for the parameter of its path. */
export function findRoute(
  method: string,
  path: string,
): { readonly route: MeiliRoute; readonly uid: string } | undefined {
  const plain = routed(path);
  for (const { pattern, routes } of RESOURCES) {
    const match = pattern.exec(plain);
    const route = match === null ? undefined : routes.find((candidate) => candidate.method === method);
    if (route !== undefined) return { route, uid: parameter(match?.[1] ?? '') };
  }
  return undefined;
}

/**
 * The workspace of a chat completion; undefined when the request is another one.
 *
 * @param path percent-encoded, without query, session prefix and trailing slash
 */
export function chatWorkspace(method: string, path: string): string | undefined {
  const match = method === CHAT_COMPLETION.method ? CHAT_PATTERN.exec(routed(path)) : null;
  return match?.[1] === undefined ? undefined : parameter(match[1]);
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`);
}
