import { parameter, routed } from '../path.ts';
import { CHAT_ROUTES } from './chat-routes.ts';
import { INSTANCE_ROUTES } from './instance-routes.ts';
import type { MeiliRoute } from './types.ts';

/** The routes of Meilisearch that chat clients call besides the chat completion; those of a path in the real order. */
export const MEILI_ROUTES: readonly MeiliRoute[] = [...INSTANCE_ROUTES, ...CHAT_ROUTES];

/** The one route that is answered elsewhere. */
const CHAT_COMPLETION = { method: 'POST', path: '/chats/{workspace_uid}/chat/completions' } as const;

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
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`),
    methods: path === CHAT_COMPLETION.path ? [CHAT_COMPLETION.method] : routes.map(({ method }) => method),
    routes,
  };
});

const CHAT_PATH = new RegExp(`^${CHAT_COMPLETION.path.replace(/\{\w+\}/, '([^/]+)')}$`);

/** The workspace that a path of the chat completion names; undefined: it is another path. */
export function chatWorkspace(path: string): string | undefined {
  const [, workspace] = CHAT_PATH.exec(routed(path)) ?? [];
  return workspace === undefined ? undefined : parameter(workspace);
}

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
