import { Random } from '../random.ts';
import { encodedBody, greedy, hostileBody, longText, mutatedBody } from './bodies.ts';
import { validChat } from './chat.ts';
import { abortedRequest, halfRequest, rawBytes } from './connections.ts';
import { controlCall, hostileUse } from './control.ts';
import type { Draft, Ending, Generator } from './draft.ts';
import { hostileHeaders } from './headers.ts';
import { largeSettings, otherRoute } from './routes.ts';
import { hostileSchema, ordinarySchema } from './schemas.ts';

/** A request, ready to be sent. The seed and the index say all of it. */
export interface FuzzRequest {
  readonly index: number;
  /** Which generator made it. */
  readonly kind: string;
  readonly method: string;
  readonly path: string;
  /** All of it, as it goes over the wire. */
  readonly bytes: Uint8Array;
  readonly ending: Ending;
  readonly check?: Draft['check'];
  /** What is special about it, for people. */
  readonly note: string;
}

const GENERATORS: readonly (readonly [weight: number, generator: Generator])[] = [
  [38, validChat],
  [18, mutatedBody],
  [9, hostileBody],
  [6, hostileSchema],
  [2, ordinarySchema],
  [0.1, greedy],
  [0.15, longText],
  [2, encodedBody],
  [5, hostileHeaders],
  [7, otherRoute],
  [0.03, largeSettings],
  [8, controlCall],
  [0.5, hostileUse],
  [2, abortedRequest],
  [1, halfRequest],
  [2, rawBytes],
];

/** How many sessions other than the default one there are: more than a server wants to keep. */
const SESSIONS = 20_000;

/** The request of this index. */
export function requestAt(seed: number, index: number): FuzzRequest {
  const random = new Random(seed, index);
  const generator = random.weighted(GENERATORS);
  const draft = generator(random);
  const { method = 'POST', ending = 'answer' } = draft;
  const takesPrefix = draft.raw === undefined && !draft.path.startsWith('/@');
  const session = takesPrefix && random.chance(0.15) ? `/@s${random.below(SESSIONS)}` : '';
  const path = session + draft.path;
  return {
    index,
    kind: generator.name,
    method,
    path,
    bytes: draft.raw ?? bytesOf(method, path, draft),
    ending,
    note: draft.note ?? '',
    ...(draft.check === undefined ? {} : { check: draft.check }),
  };
}

function bytesOf(method: string, path: string, { headers = [], body }: Draft): Uint8Array {
  const standard = [
    ['host', '127.0.0.1'],
    ['authorization', 'Bearer fuzz'],
    ...(body === undefined ? [] : [['content-type', 'application/json']]),
  ];
  const own = new Set(headers.map(([name]) => name));
  const content = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body ?? []);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...[...standard.filter(([name = '']) => !own.has(name)), ...headers].map((pair) => pair.join(': ')),
    ...(body === undefined ? [] : [`content-length: ${content.length}`]),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), content]);
}
