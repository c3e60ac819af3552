/**
 * Makes a stream one that msw passes on as it is; other responses stay as they are.
 *
 * msw makes a copy of each response, for its events and its log. A body that has a copy is not cancelled when the app leaves, is
 * kept in memory as a whole, and fails twice, once where nobody listens. So the copy of a stream is without its body, as msw's own
 * service worker has it. And msw 3 writes to a socket, where a stream that says no framing may end anywhere: nothing breaks it.
 */
export function passedOn(response: Response): Response {
  const { body, status, headers } = response;
  if (body === null || headers.get('content-type') !== 'text/event-stream') return response;
  headers.set('transfer-encoding', 'chunked');
  // In browsers msw copies this response; in Node, one that it has made of the same body.
  Object.defineProperty(response, 'clone', { value: () => new Response(null, { status, headers }) });
  Object.defineProperty(body, 'tee', { value: () => [body, empty()] });
  return response;
}

const empty = () => new ReadableStream({ start: (controller) => controller.close() });
