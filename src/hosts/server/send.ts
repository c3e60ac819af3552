import type { ServerResponse } from 'node:http';
import { negotiate } from '../../meilisearch/negotiate.ts';
import type { Burst, Bursts, Reply } from '../../plan/types.ts';
import { RETRY } from '../../plan/wire/sse.ts';
import { encode } from './compress.ts';
import { EventStream } from './event-stream.ts';
import { type HeaderList, respond, writeHead } from './respond.ts';

/**
 * Puts a reply on its connection, frame by frame, as it is played. Asks for the next frames when the
 * client's side has taken the last ones, so a reader that stops reading costs one burst of memory.
 */
export async function send(reply: Reply, res: ServerResponse, headers: HeaderList): Promise<void> {
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
  const all: HeaderList = [...Object.entries(reply.headers), ...headers];
  // Not awaited: nothing of this call needs to be kept while a stream plays.
  if (reply.mode === 'stream') return sendStream(bursts, res, all, reply.status, left);
  return sendBody(bursts, res, all, reply.status);
}

function sendStream(
  bursts: Bursts,
  res: ServerResponse,
  headers: HeaderList,
  status: number,
  left: Promise<void>,
): Promise<void> {
  const stream = new EventStream(res);
  stream.begin(status, headers, RETRY);
  return new Promise((resolve, reject) => {
    const next = () => {
      try {
        bursts.take(take);
      } catch (error) {
        reject(error);
      }
    };
    const take = (burst: Burst | undefined) => {
      if (burst?.type === 'frames') {
        stream.write(burst.frames, next);
      } else if (burst !== undefined) {
        strike(burst, stream, res, left).then(resolve, reject);
      } else {
        if (!res.destroyed) stream.end();
        resolve();
      }
    };
    next();
  });
}

async function sendBody(
  bursts: Bursts,
  res: ServerResponse,
  headers: HeaderList,
  status: number,
): Promise<void> {
  const burst = await taken(bursts);
  if (burst === undefined) {
    // Ended from outside before there was anything to say.
    res.destroy();
    return;
  }
  if (burst.type === 'fault') {
    if (burst.fault === 'reset') {
      res.socket?.resetAndDestroy();
      return;
    }
    writeHead(res, status, [['content-length', String(burst.half.byteLength * 2)], ...headers]);
    res.write(burst.half, () => res.destroy());
    return;
  }
  const body = burst.frames
    .map(({ data }) => (typeof data === 'string' ? data : Buffer.from(data).toString()))
    .join('');
  const encoding = negotiate(res.req.headers['accept-encoding']) ?? 'identity';
  const encoded = encode(body, encoding);
  respond(res, status, [...headers, ...encoded.headers], encoded.data);
  await taken(bursts);
}

function taken(bursts: Bursts): Promise<Burst | undefined> {
  return new Promise((resolve) => bursts.take(resolve));
}

/**
 * How long a client has to read what came before its connection breaks, in real ms. Its side has all of
 * it, but HTTP clients throw away what their reader has not taken yet when the connection fails.
 */
const READING_TIME = 100;

/** Carries out a fault: all frames before it are with the client's side already. */
async function strike(
  burst: Extract<Burst, { type: 'fault' }>,
  stream: EventStream,
  res: ServerResponse,
  left: Promise<void>,
): Promise<void> {
  switch (burst.fault) {
    case 'truncate':
      stream.end();
      return;
    case 'half-frame':
      await new Promise<void>((resolve) => stream.write([{ data: burst.half }], resolve));
      await readingTime(left);
      res.destroy();
      return;
    case 'reset':
      await readingTime(left);
      res.socket?.resetAndDestroy();
      return;
    default:
      burst.fault satisfies never;
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
