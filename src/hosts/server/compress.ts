import * as zlib from 'node:zlib';
import type { Encoding } from '../../meilisearch/negotiate.ts';

const ENCODERS = {
  br: (bytes: Uint8Array) =>
    zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 3 } }),
  gzip: (bytes: Uint8Array) => zlib.gzipSync(bytes),
  deflate: (bytes: Uint8Array) => zlib.deflateSync(bytes),
} as const;

/** A body in an encoding. */
export function compress(body: string, encoding: Exclude<Encoding, 'identity'>): Uint8Array {
  return ENCODERS[encoding](Buffer.from(body));
}

const DECODERS: Readonly<
  Record<string, (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array>
> = {
  gzip: zlib.gunzipSync,
  deflate: zlib.inflateSync,
  br: zlib.brotliDecompressSync,
};

/**
 * A request body as it was before its client compressed it; unchanged when the encoding is not known.
 *
 * @throws RangeError when it would be larger than `limit` bytes
 */
export function decode(bytes: Uint8Array, encoding: string, limit: number): Uint8Array {
  const decoder = DECODERS[encoding.trim().toLowerCase()];
  return decoder === undefined ? bytes : decoder(bytes, { maxOutputLength: limit });
}
