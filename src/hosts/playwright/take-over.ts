import type { BrowserContext, Route } from '@playwright/test';
import { ChatMockError } from '../../error.ts';
import type { Gateway } from './gateway.ts';

/** Which requests to take over: a glob, a regular expression, or a function of the URL. */
export type UrlMatch = string | RegExp | ((url: URL) => boolean);

/** Sends the requests of browser contexts to one session of the mock, until it is ended. */
export function createTakeOver(url: UrlMatch, session: string, gateway: Gateway) {
  let ended = false;

  /** The connection to the mock is the page's own: frames arrive one by one, and an abort is seen by the mock. */
  async function redirect(route: Route): Promise<void> {
    try {
      if (ended) return await route.abort();
      const asked = new URL(route.request().url());
      const path = pathOf(asked);
      const base = await gateway.urlFor(asked.protocol);
      await route.continue({ url: `${base}/@${session}${path}` });
    } catch (error) {
      // The page may be gone before its request is on its way.
      if (!ended) throw error;
    }
  }

  return {
    async of(context: BrowserContext): Promise<void> {
      await context.route(url, redirect);
    },
    /** From now on requests fail. */
    end() {
      ended = true;
    },
  };
}

/** The path as Meilisearch has it: an app may reach it behind a prefix, `https://example.com/search/chats/…`. */
function pathOf({ pathname, search, href }: URL): string {
  const [path] = /\/chats(\/.*)?$/.exec(pathname) ?? [];
  if (path !== undefined) return path + search;
  throw new ChatMockError('invalid-option', `\`chatUrl\` takes over ${href}, and that is no chat route.`, {
    hint: 'The path has to end in /chats/{workspace}/chat/completions.',
  });
}
