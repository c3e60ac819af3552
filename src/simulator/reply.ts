import type { Encoding } from '../meilisearch/negotiate.ts';
import type { Burst, Bursts } from '../playback/item.ts';

/** Headers in the order in which they go out; a name may come twice. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** The answer to a request: what a host puts on its connection. */
export interface Reply {
  readonly status: number;
  /** All but those of the connection itself: `date`, `content-length`, `transfer-encoding`, `connection`. */
  readonly headers: HeaderList;
  /**
   * `stream`: the headers leave at once, and each frame in a chunk of its own. `body`: the frames are one body, sent when
   * they are there; when there is none, the connection is closed without an answer.
   */
  readonly mode: 'stream' | 'body';
  /** What a body is to be compressed in. A host that does so adds {@link encodingHeaders}. */
  readonly encoding: Encoding;
  readonly bursts: Bursts;
}

/** The headers of a compressed body. The real server does not know its length before it sends it. */
export function encodingHeaders(encoding: Encoding): HeaderList {
  if (encoding === 'identity') return [];
  return [
    ['content-encoding', encoding],
    ['transfer-encoding', 'chunked'],
    ['vary', 'accept-encoding'],
  ];
}

/** A reply that is there as a whole. The real server compresses whatever its size, but for what is empty. */
export function wholeReply(
  status: number,
  headers: HeaderList,
  body = '',
  accepted: Encoding = 'identity',
): Reply {
  const encoding = body === '' ? 'identity' : accepted;
  return { status, headers, mode: 'body', encoding, bursts: burstsOf([{ type: 'frames', frames: [body] }]) };
}

/** Closes the connection without an answer. */
export function noReply(): Reply {
  return { status: 0, headers: [], mode: 'body', encoding: 'identity', bursts: burstsOf([]) };
}

function burstsOf(bursts: Burst[]): Bursts {
  return {
    take: (taker) => taker(bursts.shift()),
    leave: () => void bursts.splice(0),
  };
}
