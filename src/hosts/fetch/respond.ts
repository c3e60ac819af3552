import type { Burst } from '../../playback/item.ts';
import { encodingHeaders, type Reply } from '../../simulator/reply.ts';
import { BodySource, brokenConnection, bytesOf } from './body-source.ts';

/** Statuses whose responses have no body. */
const BODILESS = [101, 103, 204, 205, 304];

/**
 * A reply as a `Response`.
 *
 * @param signal aborts it, from the outside
 * @throws TypeError when the connection breaks before there is a response, as `fetch` does; the signal's reason
 */
export async function respond(reply: Reply, signal: AbortSignal): Promise<Response> {
  signal.throwIfAborted();
  if (reply.mode === 'stream') return streamed(new BodySource(reply.bursts), reply, signal);
  const burst = await firstBurst(reply, signal);
  if (burst === undefined || (burst.type === 'fault' && burst.fault === 'reset')) throw brokenConnection();
  if (burst.type === 'fault') return streamed(new BodySource(reply.bursts, burst), reply, signal);
  const parts = burst.frames.map(bytesOf);
  // Tells that it is written.
  reply.bursts.take(() => undefined);
  const size = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const headers = headersOf(reply);
  // A body in an encoding is here as its client sees it, decoded, and its length is not told.
  if (reply.encoding === 'identity' && reply.status !== 204) headers.set('content-length', String(size));
  return new Response(BODILESS.includes(reply.status) ? null : new Blob(parts), {
    status: reply.status,
    headers,
  });
}

function streamed(source: BodySource, reply: Reply, signal: AbortSignal): Response {
  const abort = () => source.abort(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  const body = new ReadableStream(source, { highWaterMark: 0 });
  return new Response(body, { status: reply.status, headers: headersOf(reply) });
}

function firstBurst({ bursts }: Reply, signal: AbortSignal): Promise<Burst | undefined> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal.reason);
      bursts.leave();
    };
    signal.addEventListener('abort', abort, { once: true });
    bursts.take((burst) => {
      signal.removeEventListener('abort', abort);
      resolve(burst);
    });
  });
}

function headersOf({ headers, encoding }: Reply): Headers {
  const all = new Headers();
  for (const [name, value] of [...headers, ...encodingHeaders(encoding)]) {
    if (name !== 'transfer-encoding') all.append(name, value);
  }
  all.set('date', new Date().toUTCString());
  return all;
}
