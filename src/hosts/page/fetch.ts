import { FetchInterceptor } from '@mswjs/interceptors/fetch';
import type { Interception } from './interception.ts';

/**
 * Answers the requests of `fetch` that match.
 *
 * @returns gives the `fetch` from before back
 */
export function interceptFetch({ matches, answer }: Interception): () => void {
  const interceptor = new FetchInterceptor();
  // Before `on`: where another copy has taken `fetch` over already, this one listens there.
  interceptor.apply();
  interceptor.on('request', async ({ request, controller }) => {
    if (!matches(request.url)) return;
    try {
      controller.respondWith(handled(await answer(request)));
    } catch (error) {
      // The interceptor has rejected an aborted request by itself.
      if (!request.signal.aborted) controller.errorWith(error);
    }
  });
  return () => interceptor.dispose();
}

/**
 * The interceptor pipes a body that has a `content-encoding`, as every stream has (`identity`), and does not look how that
 * ends. Whoever reads the response learns it; without this the page would report it once more, as an error nobody handled.
 */
function handled(response: Response): Response {
  const { body } = response;
  if (body === null) return response;
  const pipeTo = body.pipeTo.bind(body);
  body.pipeTo = (destination, options) => {
    const piping = pipeTo(destination, options);
    piping.catch(() => undefined);
    return piping;
  };
  return response;
}
