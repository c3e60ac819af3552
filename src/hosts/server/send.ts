import type { ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Burst } from '../../playback/item.ts';
import { encodingHeaders, type Reply } from '../../simulator/reply.ts';
import { timers } from '../../timers.ts';
import { compress } from './compress.ts';
import { EventStream } from './event-stream.ts';
import { respond, writeHead } from './respond.ts';

type FaultBurst = Extract<Burst, { type: 'fault' }>;

/**
 * Puts a reply on its connection, burst by burst, as it is played. Asks for the next one when the client's side has taken the
 * last, so a reader that stops reading costs one burst of memory.
 */
export function send(reply: Reply, res: ServerResponse): void {
  const { bursts } = reply;
  // It may have left while its answer was made.
  if (res.destroyed) bursts.leave();
  else res.once('close', () => bursts.leave());
  if (reply.mode === 'stream') sendStream(reply, res);
  else bursts.take((burst) => sendBody(burst, reply, res));
}

function sendStream({ bursts, status, headers }: Reply, res: ServerResponse): void {
  const stream = new EventStream(res, status, headers);
  // A fault of ours while a frame is made: nothing but the end of the connection can tell of it.
  const next = () => {
    try {
      bursts.take(take);
    } catch {
      res.destroy();
    }
  };
  const take = (burst: Burst | undefined) => {
    if (burst === undefined) stream.end();
    else if (burst.type === 'frames') stream.write(burst.frames, next);
    else strike(burst, stream, res);
  };
  next();
}

function sendBody(
  burst: Burst | undefined,
  { bursts, status, headers, encoding }: Reply,
  res: ServerResponse,
): void {
  if (burst === undefined) {
    // The connection is closed without an answer, or it ended from outside before there was one.
    res.destroy();
  } else if (burst.type === 'frames') {
    const body = burst.frames
      .map((data) => (typeof data === 'string' ? data : Buffer.from(data).toString()))
      .join('');
    const data = encoding === 'identity' ? body : compress(body, encoding);
    respond(res, status, [...headers, ...encodingHeaders(encoding)], data);
    // Tells that it is written.
    bursts.take(() => undefined);
  } else if (burst.fault === 'reset') {
    reset(res);
  } else {
    writeHead(res, status, [['content-length', String(burst.half.byteLength * 2)], ...headers]);
    res.write(burst.half, () => res.destroy());
  }
}

/**
 * How long a client has to read what came before its connection breaks, in real ms. Its side has all of it, but HTTP clients
 * throw away what their reader has not taken yet when the connection fails.
 */
const READING_TIME = 100;

/** Carries out a fault: all frames before it are with the client's side already. */
function strike({ fault, half }: FaultBurst, stream: EventStream, res: ServerResponse): void {
  switch (fault) {
    case 'truncate':
      stream.end();
      break;
    case 'half-frame':
      // An empty chunk would be the clean end.
      stream.write(half.byteLength > 0 ? [half] : [], () => afterReading(res, () => res.destroy()));
      break;
    case 'reset':
      afterReading(res, () => reset(res));
      break;
    default:
      fault satisfies never;
  }
}

/** Breaks a connection off. Only one of plain TCP can be reset: with TLS it is closed, in the middle of the answer. */
function reset({ socket }: ServerResponse): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket?.resetAndDestroy();
}

function afterReading(res: ServerResponse, breakConnection: () => void): void {
  const timer = timers.setTimeout(breakConnection, READING_TIME);
  res.once('close', () => timers.clearTimeout(timer));
}
