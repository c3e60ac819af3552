import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { mask, maskHeader } from '../kit/mask.ts';
import { RawConnection, type RawResponse } from '../kit/raw-client.ts';
import type { Case, CaseRequest, Expected } from './case.ts';

/** The server that cases are replayed against. */
export interface Target {
  readonly url: string;
  /** Stands for `{key}`: a key with all rights, or any text when the server has none. */
  readonly key: string;
}

/** What a response is compared as: lines of text. */
export type Comparable = Exclude<Expected, 'dropped'> | 'dropped';

/** Sends a case's request, after what makes the server ready for it, and reads the response. */
export async function replay(one: Case, target: Target): Promise<Comparable> {
  for (const request of one.setup) {
    await exchange(
      { ...request, headers: ['authorization: Bearer {key}', ...(request.headers ?? [])] },
      target,
    );
  }
  const response = await exchange(one.request, target);
  return response === undefined ? 'dropped' : comparable(response, one.response);
}

/** Sends a request on a connection of its own, and reads the response; undefined when there is none. */
export async function exchange(request: CaseRequest, target: Target): Promise<RawResponse | undefined> {
  const connection = await RawConnection.open(target.url);
  try {
    for (const part of wireOf(request, target)) connection.send(part);
    return await connection.response(request.method);
  } finally {
    connection.close();
  }
}

/** The bytes of a request. */
export function wireOf(request: CaseRequest, { url, key }: Target): (string | Uint8Array)[] {
  const {
    method = 'POST',
    target = '/chats/conformance/chat/completions',
    headers = [],
    chunked,
    withhold,
  } = request;
  const body = bodyOf(request);
  const length =
    chunked !== undefined
      ? ['transfer-encoding: chunked']
      : body.length > 0 || method === 'POST'
        ? [`content-length: ${body.length}`]
        : [];
  const own = headers.some((line) => /^content-length:/i.test(line)) ? [] : length;
  const lines = [`${method} ${target} HTTP/1.1`, `host: ${new URL(url).host}`, ...headers, ...own];
  const head = `${lines.join('\r\n').replaceAll('{key}', key)}\r\n\r\n`;
  if (withhold === true) return [head];
  return [head, chunked === undefined ? body : inChunks(body, chunked)];
}

function bodyOf({ body = '' }: CaseRequest): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  return 'base64' in body ? Buffer.from(body.base64, 'base64') : Buffer.from(body.repeat.repeat(body.times));
}

function inChunks(body: Buffer, size: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; at += size) {
    const part = body.subarray(at, at + size);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

/** A response with its ids and times masked; chunks only where the expected response has them. */
export function comparable(response: RawResponse, expected: Expected): Comparable {
  const { status, headers, body, chunks, cut } = response;
  const text = mask(decoded(body, headers).toString());
  const whole = expected !== 'dropped' && expected.chunks !== undefined;
  return {
    status,
    headers: headers.map(maskHeader).sort(),
    body: text,
    chunks: whole ? bounds(text, chunks ?? []) : undefined,
    cut,
  };
}

/** A masked text, cut where its chunks were: masks are longer or shorter than what they stand for. */
function bounds(text: string, chunks: readonly Buffer[]): string[] {
  const events = text.split(/(?<=\n\n)/);
  const oneEach =
    chunks.length === events.length && chunks.every((chunk) => chunk.toString().endsWith('\n\n'));
  return oneEach ? events : chunks.map((chunk) => mask(chunk.toString()));
}

function decoded(body: Buffer, headers: RawResponse['headers']): Buffer {
  switch (headers.find(([name]) => name === 'content-encoding')?.[1]) {
    case 'br':
      return brotliDecompressSync(body);
    case 'gzip':
      return gunzipSync(body);
    case 'deflate':
      return inflateSync(body);
    default:
      return body;
  }
}
