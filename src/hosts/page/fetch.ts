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
      controller.respondWith(await answer(request));
    } catch (error) {
      // The interceptor has rejected an aborted request by itself.
      if (!request.signal.aborted) controller.errorWith(error);
    }
  });
  return () => interceptor.dispose();
}
