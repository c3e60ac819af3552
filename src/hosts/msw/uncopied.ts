/**
 * A stream of which msw gets no copy. It makes one of each response, for its events and its log: a body that has a copy is not
 * cancelled when the app leaves, is kept in memory as a whole, and fails twice, once where nobody listens. The copy of a stream
 * is without its body, as msw's own service worker has it. Other responses stay as they are.
 */
export function uncopied(response: Response): Response {
  const { body, status, headers } = response;
  if (body === null || headers.get('content-type') !== 'text/event-stream') return response;
  // In browsers msw copies this response; in Node, one that it has made of the same body.
  Object.defineProperty(response, 'clone', { value: () => new Response(null, { status, headers }) });
  Object.defineProperty(body, 'tee', { value: () => [body, empty()] });
  return response;
}

const empty = () => new ReadableStream({ start: (controller) => controller.close() });
