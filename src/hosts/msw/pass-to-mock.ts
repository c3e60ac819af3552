import { type HttpHandler, http, passthrough } from 'msw';

/**
 * Makes a handler for msw that leaves alone what goes to a mock server: the requests of the app and the verbs. With it,
 * `onUnhandledRequest: 'error'` is for the rest.
 *
 * @param mock the server or one of its sessions, which need not listen yet; or its URL
 * @example
 * const chat = setupChatMock();
 * const server = setupServer(passToMock(chat), ...mine);
 * beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
 */
export function passToMock(mock: string | { readonly url: string }): HttpHandler {
  return http.all(
    ({ request }) => new URL(request.url).origin === originOf(mock),
    () => passthrough(),
  );
}

function originOf(mock: string | { readonly url: string }): string | undefined {
  try {
    return new URL(typeof mock === 'string' ? mock : mock.url).origin;
  } catch {
    // It does not listen yet, or no more: nothing goes to it.
    return undefined;
  }
}
