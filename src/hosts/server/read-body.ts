import type { IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** Reads a request's body, decompressed; `too large`: it has more bytes than `limit`. */
export async function readBody(req: IncomingMessage, limit: number): Promise<Uint8Array | 'too large'> {
  const announced = Number(req.headers['content-length'] ?? 0);
  const whole = announced > limit ? 'too large' : await collect(req, limit, announced);
  if (whole !== 'too large') return decode(whole, req.headers['content-encoding'], limit);
  req.resume();
  return whole;
}

/** A body of more bytes is put together as it comes: its parts would take as much again. */
const LARGE = 262_144;

/** All of a body. Node's async iterator takes five times as long. */
function collect(req: IncomingMessage, limit: number, announced: number): Promise<Buffer | 'too large'> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const whole = announced > LARGE ? Buffer.allocUnsafeSlow(announced) : undefined;
    let length = 0;
    const take = (part: Buffer) => {
      if (whole === undefined) parts.push(part);
      else part.copy(whole, length);
      length += part.byteLength;
      if (length <= limit) return;
      req.off('data', take);
      resolve('too large');
    };
    req.on('data', take);
    req.once('end', () => {
      // The request lives as long as its answer, and these would with it.
      req.off('data', take);
      req.off('error', reject);
      resolve(whole ?? Buffer.concat(parts));
    });
    // Also when the client leaves.
    req.once('error', reject);
  });
}

const DECODERS: Readonly<
  Record<string, (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array>
> = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync };

/** A body as it was before its client compressed it; as it came when that cannot be undone: it is refused as no JSON. */
function decode(bytes: Buffer, encoding: string | undefined, limit: number): Uint8Array | 'too large' {
  const decoder = DECODERS[encoding?.trim().toLowerCase() ?? ''];
  if (decoder === undefined) return bytes;
  try {
    return decoder(bytes, { maxOutputLength: limit });
  } catch (error) {
    return error instanceof RangeError ? 'too large' : bytes;
  }
}
