/** How the same request is sent to each host, and what of the answer a test looks at. */
import type { FetchMock } from '../../src/hosts/fetch/fetch-mock.ts';
import { chatHeaders, type Enough, readWire } from './chat.ts';
import { RawConnection } from './raw-client.ts';

export interface HostResponse {
  readonly status: number;
  /** By lower-case name; without those of the connection itself. */
  readonly headers: Readonly<Record<string, string>>;
  /** The chunks of a stream, each as it was sent; a body in one piece. */
  readonly chunks: readonly Buffer[];
  readonly bytes: Buffer;
  /** Whether the connection, or the body, failed before it was complete. */
  readonly broken: boolean;
}

/** Sends a chat request. When `enough` holds of what has come, the client leaves. */
export type HostClient = (
  url: string,
  body: unknown,
  options: {
    readonly headers: Readonly<Record<string, string>>;
    readonly enough?: Enough;
  },
) => Promise<HostResponse>;

const CONNECTION = ['connection', 'transfer-encoding', 'date', 'keep-alive'];
const PATH = '/chats/main/chat/completions';

function response(
  status: number,
  headers: Iterable<readonly [string, string]>,
  chunks: readonly Buffer[],
  broken: boolean,
): HostResponse {
  const kept: Record<string, string> = {};
  for (const [name, value] of headers) {
    if (!CONNECTION.includes(name)) kept[name] = name in kept ? `${kept[name]}, ${value}` : value;
  }
  return { status, headers: kept, chunks, bytes: Buffer.concat(chunks), broken };
}

/** Asks a server, and reads its HTTP chunks. */
export const overHttp: HostClient = async (url, body, { headers, enough }) => {
  if (enough !== undefined) {
    const { status, headers: all, bytes, parts } = await readWire(url, body, { headers, enough });
    const flat = Object.entries(all).map(([name, value]) => [name, String(value)] as const);
    return response(status, flat, bytes.length === 0 ? [] : parts, false);
  }
  const { pathname, host } = new URL(url);
  const connection = await RawConnection.open(url);
  const text = JSON.stringify(body);
  const lines = Object.entries({
    ...chatHeaders,
    ...headers,
    'content-length': String(Buffer.byteLength(text)),
  });
  const path = pathname.replace(/\/$/, '') + PATH;
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: ${host}`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
  ];
  connection.send(`${head.join('\r\n')}\r\n\r\n${text}`);
  const got = await connection.response('POST');
  connection.close();
  if (got === undefined) throw new Error('The connection closed without an answer.');
  return response(got.status, got.headers, got.chunks ?? [got.body], got.cut);
};

/** Asks a mock without a server, and reads the chunks of its `Response`. */
export const overFetch =
  (mock: Pick<FetchMock, 'fetch'>): HostClient =>
  async (url, body, { headers, enough }) => {
    const leave = new AbortController();
    const init = { method: 'POST', headers: { ...chatHeaders, ...headers }, body: JSON.stringify(body) };
    const got = await mock.fetch(url + PATH, { ...init, signal: leave.signal });
    const chunks: Buffer[] = [];
    let broken = false;
    try {
      for await (const chunk of got.body ?? []) {
        chunks.push(Buffer.from(chunk));
        if ((await enough?.(Buffer.concat(chunks).toString())) === true) break;
      }
    } catch {
      broken = true;
    }
    return response(got.status, got.headers, chunks, broken);
  };
