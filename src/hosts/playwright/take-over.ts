import type { BrowserContext, Route } from '@playwright/test';
import { chatPath } from '../chat-url.ts';
import type { Gateway } from './gateway.ts';

/** Which requests to take over: a glob, a regular expression, or a function of the URL. */
export type UrlMatch = string | RegExp | ((url: URL) => boolean);

/** What of a browser context is taken over. */
export interface TakeOverOptions {
  /** The chat requests: they go to the mock. */
  readonly url: UrlMatch;
  /** The requests to a backend of the app's own: they stay as they are, but for the headers. Undefined: none. */
  readonly backend: UrlMatch | undefined;
  /** By which that backend finds the mock. */
  readonly headers: Readonly<Record<string, string>>;
  readonly session: string;
}

/** Sends the requests of browser contexts to one session of the mock, until it is ended. */
export function createTakeOver({ url, backend, headers, session }: TakeOverOptions, gateway: Gateway) {
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

  /** Other routes that the test has for the request come after. */
  async function tell(route: Route): Promise<void> {
    try {
      const own = route.request().headers();
      await route.fallback(ended ? {} : { headers: { ...own, ...headers } });
    } catch (error) {
      if (!ended) throw error;
    }
  }

  return {
    async of(context: BrowserContext): Promise<void> {
      if (backend !== undefined) await context.route(backend, tell);
      await context.route(url, redirect);
    },
    /** From now on requests fail. */
    end() {
      ended = true;
    },
  };
}
