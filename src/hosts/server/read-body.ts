import type { IncomingMessage } from 'node:http';
import type { Overflow } from '../../meilisearch/checks.ts';
import { decode } from './compress.ts';

/** Reads a request's body, decompressed; or says how it went past the limit (bytes). */
export async function readBody(req: IncomingMessage, limit: number): Promise<Uint8Array | Overflow> {
  const announced = Number(req.headers['content-length'] ?? 0);
  if (announced > limit) {
    req.resume();
    return { overflow: 'content-length', length: announced };
  }
  const whole = await collect(req, limit);
  if (whole === undefined) return { overflow: 'chunked', length: 0 };
  return inflate(whole, req.headers['content-encoding'], limit);
}

/** All of a body; undefined when it is longer than `limit` bytes. Node's async iterator takes five times as long. */
function collect(req: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const take = (part: Buffer) => {
      length += part.byteLength;
      parts.push(part);
      if (length <= limit) return;
      req.off('data', take);
      req.resume();
      resolve(undefined);
    };
    req.on('data', take);
    req.once('end', () => {
      // The request lives as long as its answer, and these would with it.
      req.off('data', take);
      req.off('error', reject);
      resolve(Buffer.concat(parts));
    });
    // Also when the client leaves.
    req.once('error', reject);
  });
}

function inflate(bytes: Buffer, encoding: string | undefined, limit: number): Uint8Array | Overflow {
  if (encoding === undefined) return bytes;
  try {
    return decode(bytes, encoding, limit);
  } catch (error) {
    if (error instanceof RangeError) return { overflow: 'chunked', length: 0 };
    // What cannot be decompressed is read as it came, and refused as the JSON that it is not.
    return bytes;
  }
}
