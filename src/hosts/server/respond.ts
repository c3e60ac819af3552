import type { ServerResponse } from 'node:http';
import type { HeaderList } from '../../simulator/reply.ts';
import { timers } from '../../timers.ts';

let second = 0;
let date = '';

/** The `date` header, made once a second. */
function now(): string {
  const current = Math.floor(timers.date().getTime() / 1000);
  if (current !== second) {
    second = current;
    date = new Date(current * 1000).toUTCString();
  }
  return date;
}

/**
 * Writes the head of a response as the real server does: names in lower case, a `date`, and none of
 * the headers that Node adds by itself. What middleware has set on the response comes first.
 */
export function writeHead(res: ServerResponse, status: number, headers: HeaderList): void {
  res.sendDate = false;
  res.removeHeader('connection');
  const { req } = res;
  // Only where it is not what the version of HTTP takes for granted.
  if (res.shouldKeepAlive && req.httpVersion === '1.0') res.setHeader('connection', 'keep-alive');
  if (!res.shouldKeepAlive && req.httpVersion !== '1.0') res.setHeader('connection', 'close');
  // Middleware may have set names in another case: setting them again puts them in lower case.
  for (const name of res.getHeaderNames()) res.setHeader(name, res.getHeader(name) ?? '');
  for (const [name, value] of headers) res.appendHeader(name, value);
  res.setHeader('date', now());
  res.writeHead(status);
}

/** Sends a whole response. */
export function respond(
  res: ServerResponse,
  status: number,
  headers: HeaderList,
  body: string | Uint8Array = '',
): void {
  const size = Buffer.byteLength(body);
  const sized = headers.some(([name]) => name === 'transfer-encoding');
  // A 204 has no body and says so without a length.
  const length: HeaderList = sized || status === 204 ? [] : [['content-length', String(size)]];
  writeHead(res, status, [...length, ...headers]);
  // A text goes out in one piece with the head.
  res.end(size === 0 ? undefined : body);
}
