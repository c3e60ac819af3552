import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import type { Encoding } from '../../meilisearch/negotiate.ts';

const ENCODERS = {
  br: (bytes: Uint8Array) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } }),
  gzip: (bytes: Uint8Array) => gzipSync(bytes),
  deflate: (bytes: Uint8Array) => deflateSync(bytes),
};

/** A body in an encoding. */
export function compress(body: string, encoding: Exclude<Encoding, 'identity'>): Uint8Array {
  return ENCODERS[encoding](Buffer.from(body));
}
