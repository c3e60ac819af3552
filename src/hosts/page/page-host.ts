import type { FetchHost } from '../fetch/answer.ts';

/** A page as the host of the mock: what it cannot do to a connection looks as it does in a browser, and is said once. */
export function pageHost(): FetchHost {
  let said = false;
  return {
    name: 'page',
    cannot: ['reset', 'half-frame'],
    decodes: true,
    broken(during) {
      if (!said) {
        said = true;
        console.warn(
          'meilisearch-chat-mock: a page cannot break a connection as a server does. The app sees a network error here, as it would then.',
        );
      }
      return new TypeError(during === 'response' ? 'Failed to fetch' : 'network error');
    },
  };
}
