import type { BrowserContext, Route } from '@playwright/test';
import { chatPath } from '../chat-url.ts';
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
      const { path } = chatPath(asked);
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
