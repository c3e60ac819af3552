import { suggest } from '../../did-you-mean.ts';

/** What the first part of a path is, where the path is a real Meilisearch's and the mock has nothing there. */
const OF_MEILISEARCH =
  /^\/(indexes|multi-search|keys|tasks|batches|documents|stats|metrics|dumps|snapshots|swap-indexes|network|facet-search|webhooks|export|logs|configure)(\/|$)/;

const CHAT = /^\/chats\/([^/]+)/;

/** Asked for by browsers of their own accord: nobody has made a mistake. */
const OF_BROWSERS = /^\/(favicon\.ico|robots\.txt|apple-touch-icon[\w-]*\.png|\.well-known(\/.*)?)$/;

/**
 * What a request was probably meant to be that reached no route; undefined where a browser asked by itself.
 *
 * @param base the URL of the mock as the request named it, with the prefix of its session
 * @example
 * meantBy('/v1/chat/completions', 'http://localhost:7700');
 * // 'the base URL of a chat client is http://localhost:7700/chats/WORKSPACE, for example …'
 */
export function meantBy(path: string, base: string): string | undefined {
  if (OF_BROWSERS.test(path)) return undefined;
  const [, workspace] = CHAT.exec(path) ?? [];
  if (workspace !== undefined) {
    const to = `${base}/chats/${workspace}`;
    return `a chat is POST ${to}/chat/completions: the base URL of a client is ${to}`;
  }
  const client = `the base URL of a chat client is ${base}/chats/WORKSPACE, for example ${base}/chats/movies`;
  if (/\/(chat\/)?completions$/.test(path)) return client;
  if (/\/responses$/.test(path)) {
    return `Meilisearch has no Responses API, only chat completions (of the AI SDK, use \`.chat(model)\`); ${client}`;
  }
  if (/\/models(\/|$)/.test(path)) return `Meilisearch has no list of models, and takes any name; ${client}`;
  if (OF_MEILISEARCH.test(path)) {
    return "this route is a real Meilisearch's, and the mock answers its chat: `--proxy URL` passes everything else on to a real one";
  }
  if (/^\/_{0,2}mock(\/|$)/i.test(path)) return `the control API and the panel are at ${base}/__mock/`;
  const [first = ''] = path.slice(1).split('/');
  const [near] = suggest(first, ['chats', 'health', 'version', 'experimental-features', '__mock']);
  return near === undefined
    ? `chats are answered at ${base}/chats/WORKSPACE/chat/completions`
    : `did you mean ${base}/${near}?`;
}
