import type { ProxyChat } from '../upstream/exchange.ts';
import type { RecordArguments } from './arguments.ts';
import { wrongUsage } from './options.ts';

/** The server that is recorded. */
export interface RecordedServer {
  readonly chat: ProxyChat;
  readonly kind: 'meilisearch' | 'openai';
  /** The workspace that its banner shows. */
  readonly workspace: string;
}

const DEFAULT_WORKSPACE = 'main';

/** Which server is meant, and of which kind: a URL may be pasted with the path of its chat. */
export function recordedServer({ upstream, workspace, key }: RecordArguments): RecordedServer {
  if (!/^https?:\/\/[^/]/i.test(upstream))
    throw wrongUsage(`--upstream is a URL, and got "${upstream}".`, 'For example http://localhost:7700.');
  const base = upstream.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  const [, before = base, named] = /^(.*)\/chats\/([^/]+)$/.exec(base) ?? [];
  const isOpenAi = named === undefined && (workspace !== undefined || /\/v\d\w*(?:\/openai)?$/.test(base));
  const kind = isOpenAi ? 'openai' : 'meilisearch';
  return {
    chat: { url: before, kind, ...(key === undefined ? {} : { apiKey: key }) },
    kind,
    workspace: workspace ?? named ?? DEFAULT_WORKSPACE,
  };
}
