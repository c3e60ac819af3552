import type { Burst } from '../../playback/item.ts';
import { encodingHeaders, type Reply } from '../../simulator/reply.ts';
import { timers } from '../../timers.ts';
import { type BodyOptions, bodyOf, brokenConnection, bytesOf } from './body.ts';

/** Statuses whose responses have no body. */
const BODILESS = [101, 103, 204, 205, 304];

/** A reply as a `Response`. Rejects as `fetch` does: when the connection breaks, or with the reason of the signal. */
export async function responseOf(reply: Reply, options: Omit<BodyOptions, 'first'>): Promise<Response> {
  const { signal, broken = brokenConnection } = options;
  signal.throwIfAborted();
  const { bursts, status } = reply;
  const headers = headersOf(reply);
  if (reply.mode === 'stream') return new Response(bodyOf(bursts, options), { status, headers });
  const burst = await firstBurst(reply, signal);
  if (burst === undefined || (burst.type === 'fault' && burst.fault === 'reset')) throw broken('response');
  if (burst.type === 'fault') {
    return new Response(bodyOf(bursts, { ...options, first: burst }), { status, headers });
  }
  // Tells that it is written.
  bursts.take(() => undefined);
  const body = new Blob(burst.frames.map(bytesOf));
  // A body in an encoding is here as its client sees it, decoded, and its length is not given.
  if (reply.encoding === 'identity' && status !== 204) headers.set('content-length', String(body.size));
  return new Response(BODILESS.includes(status) ? null : body, { status, headers });
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
  all.set('date', timers.date().toUTCString());
  return all;
}
