import type { IncomingMessage } from 'node:http';
import { decode } from './compress.ts';

/** Reads a request's body, decompressed; `too large`: it has more bytes than `limit`. */
export async function readBody(req: IncomingMessage, limit: number): Promise<Uint8Array | 'too large'> {
  const whole = Number(req.headers['content-length'] ?? 0) > limit ? 'too large' : await collect(req, limit);
  if (whole === 'too large') req.resume();
  return whole === 'too large' ? whole : inflate(whole, req.headers['content-encoding'], limit);
}

/** All of a body. Node's async iterator takes five times as long. */
function collect(req: IncomingMessage, limit: number): Promise<Buffer | 'too large'> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const take = (part: Buffer) => {
      length += part.byteLength;
      parts.push(part);
      if (length <= limit) return;
      req.off('data', take);
      resolve('too large');
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

function inflate(bytes: Buffer, encoding: string | undefined, limit: number): Uint8Array | 'too large' {
  if (encoding === undefined) return bytes;
  try {
    return decode(bytes, encoding, limit);
  } catch (error) {
    if (error instanceof RangeError) return 'too large';
    // What cannot be decompressed is read as it came, and refused as the JSON that it is not.
    return bytes;
  }
}
