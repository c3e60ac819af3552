import type { IncomingMessage } from 'node:http';
import type { Overflow } from '../request/checks.ts';
import { decode } from './compress.ts';

/** Reads a request's body, decompressed; or says how it went past the limit (bytes). */
export async function readBody(req: IncomingMessage, limit: number): Promise<Uint8Array | Overflow> {
  const announced = Number(req.headers['content-length'] ?? 0);
  if (announced > limit) {
    req.resume();
    return { overflow: 'content-length', length: announced };
  }
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    length += part.byteLength;
    if (length > limit) {
      req.resume();
      return { overflow: 'chunked', length: 0 };
    }
    parts.push(part);
  }
  const [only = Buffer.alloc(0)] = parts;
  const whole = parts.length <= 1 ? only : Buffer.concat(parts);
  return inflate(whole, req.headers['content-encoding'], limit);
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
