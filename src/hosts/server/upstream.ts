import { ChatMockError } from '../../error.ts';
import { baseUrl } from '../../upstream/base-url.ts';
import type { ProxyChat } from '../../upstream/exchange.ts';
import type { ServerOptions } from './options.ts';

/** The servers behind the mock. */
export interface Upstreams {
  /** The base URL of the one that gets what is not mocked. */
  readonly proxy: string | undefined;
  /** The one that gets the chats. */
  readonly proxyChat: ProxyChat | undefined;
}

/** @throws ChatMockError `invalid-option` when an option is no URL, or means one that is not given */
export function upstreamsOf(options: Pick<ServerOptions, 'proxy' | 'proxyChat'>): Upstreams {
  const proxy = options.proxy === undefined ? undefined : baseUrl(options.proxy, 'proxy');
  const { proxyChat } = options;
  if (proxyChat === undefined) return { proxy, proxyChat };
  if (proxyChat !== true) {
    const chat = typeof proxyChat === 'string' ? { url: proxyChat } : proxyChat;
    return { proxy, proxyChat: { ...chat, url: baseUrl(chat.url, 'proxyChat') } };
  }
  if (proxy !== undefined) return { proxy, proxyChat: { url: proxy } };
  throw new ChatMockError('invalid-option', 'proxyChat is on, and no server is named for it.', {
    hint: 'Give proxyChat a URL, or proxy one.',
  });
}

/**
 * @param own the base URL of the mock
 * @throws ChatMockError `invalid-option` when the mock would send its requests on to itself
 */
export function mustBeOthers({ proxy, proxyChat }: Upstreams, own: string): void {
  for (const url of [proxy, proxyChat?.url]) {
    if (url === undefined || new URL(url).port !== new URL(own).port) continue;
    if (!/^(?:localhost|127\..*|\[::1?\]|0\.0\.0\.0)$/.test(new URL(url).hostname)) continue;
    throw new ChatMockError(
      'invalid-option',
      `The mock listens at ${own}, and is to pass requests on to itself: ${url}.`,
      {
        hint: 'Let one of the two listen on another port: --port 7701.',
      },
    );
  }
}
