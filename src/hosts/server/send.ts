import type { ServerResponse } from 'node:http';
import type { Burst, Bursts } from '../../playback/item.ts';
import { encodingHeaders, type Reply } from '../../simulator/reply.ts';
import { compress } from './compress.ts';
import { EventStream } from './event-stream.ts';
import { respond, writeHead } from './respond.ts';

/**
 * Puts a reply on its connection, burst by burst, as it is played. Asks for the next one when the client's side has taken the
 * last, so a reader that stops reading costs one burst of memory.
 */
export function send(reply: Reply, res: ServerResponse): void {
  const { bursts } = reply;
  const left = new Promise<void>((resolve) => {
    const leave = () => {
      bursts.leave();
      resolve();
    };
    // It may have left while its answer was made.
    if (res.destroyed) leave();
    else res.once('close', leave);
  });
  if (reply.mode === 'stream') sendStream(reply, res, left);
  else reply.bursts.take((burst) => sendBody(burst, reply, res));
}

function sendStream({ bursts, status, headers }: Reply, res: ServerResponse, left: Promise<void>): void {
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
    else strike(burst, stream, res, left);
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
    written(bursts);
  } else if (burst.fault === 'reset') {
    res.socket?.resetAndDestroy();
  } else {
    writeHead(res, status, [['content-length', String(burst.half.byteLength * 2)], ...headers]);
    res.write(burst.half, () => res.destroy());
  }
}

/** Tells that the last burst is written. */
function written(bursts: Bursts): void {
  bursts.take(() => undefined);
}

/**
 * How long a client has to read what came before its connection breaks, in real ms. Its side has all of it, but HTTP clients
 * throw away what their reader has not taken yet when the connection fails.
 */
const READING_TIME = 100;

/** Carries out a fault: all frames before it are with the client's side already. */
function strike(
  { fault, half }: Extract<Burst, { type: 'fault' }>,
  stream: EventStream,
  res: ServerResponse,
  left: Promise<void>,
): void {
  switch (fault) {
    case 'truncate':
      stream.end();
      break;
    case 'half-frame':
      stream.write([half], () => void readingTime(left).then(() => res.destroy()));
      break;
    case 'reset':
      void readingTime(left).then(() => res.socket?.resetAndDestroy());
      break;
    default:
      fault satisfies never;
  }
}

async function readingTime(left: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, READING_TIME);
  });
  await Promise.race([over, left]);
  clearTimeout(timer);
}
