import type { Overflow } from '../meilisearch/body/payload.ts';

/** A request, as every host hands it over: nothing of Node or of fetch is in it. */
export interface SimulatorRequest {
  /** In capitals. */
  readonly method: string;
  /** Percent-encoded, with its query, and with the prefix `/@SESSION` if it has one: `/chats/movies/chat/completions`. */
  readonly path: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Decompressed. `too large`: it has more bytes than the simulator's `bodyLimit`. */
  readonly body: Uint8Array | 'too large';
  /** Aborts when the client leaves. A function, since only a request that goes on to another server needs it. */
  readonly signal?: () => AbortSignal;
}

/** The body, or how it is too large: as its headers say, or as it came. */
export function overflowOf({ body, headers }: SimulatorRequest, limit: number): Uint8Array | Overflow {
  if (body !== 'too large') return body;
  const length = Number(headers['content-length'] ?? 0);
  return length > limit ? { overflow: 'content-length', length } : { overflow: 'chunked', length: 0 };
}
