import type { Host } from '../../session/session.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import type { Broken } from './body.ts';
import { responseOf } from './response.ts';

/** A host whose connections are `Request` and `Response`. */
export interface FetchHost extends Host {
  /** Default: as Node's `fetch` says it. */
  readonly broken?: Broken;
  /**
   * Whether it decodes bodies by what their headers say: then none is to say that it is encoded, not even as `identity`,
   * since here none is. Default: no.
   */
  readonly decodes?: boolean;
}

/**
 * Answers a request. Rejects as `fetch` does: when the connection breaks before there is a response, or with the reason of
 * the request's signal.
 *
 * @param path what is asked for, with its query. Default: what the URL says
 */
export async function answerRequest(
  simulator: Simulator,
  host: FetchHost,
  request: Request,
  path = pathOf(request),
): Promise<Response> {
  const { method, headers, signal, url } = request;
  signal.throwIfAborted();
  const bytes = new Uint8Array(await request.arrayBuffer());
  const body = bytes.byteLength > simulator.bodyLimit ? 'too large' : bytes;
  const { broken, decodes = false } = host;
  const asked = [...headers].filter(([name]) => !(decodes && name === 'accept-encoding'));
  const reply = await simulator.handle(
    { method, path, headers: Object.fromEntries(asked), body, signal: () => signal },
    host,
  );
  const response = await responseOf(reply, { signal, ...(broken && { broken }) });
  if (decodes) response.headers.delete('content-encoding');
  // A `Response` that a program makes has no URL.
  return Object.defineProperty(response, 'url', { value: url });
}

function pathOf(request: Request): string {
  const { pathname, search } = new URL(request.url);
  return pathname + search;
}
