import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { VARY } from '../../meilisearch/cors.ts';
import { normalize } from '../../meilisearch/path.ts';
import { findResource } from '../../meilisearch/routes/routes.ts';
import { timers } from '../../timers.ts';

/** What Node's parser could not read, with the bytes of it. */
interface ClientError extends Error {
  readonly code?: string;
  readonly rawPacket?: Uint8Array;
}

/** Any word can be a method; Node knows a list of them, in capitals. */
const REQUEST = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ (?:https?:\/\/[^/ ]+)?(\/[^ ?]*)(?:\?\S*)? HTTP\/1\.[01]\r\n/;

/** Answers what Node refuses to hand over: 400; 431 for a large head; 404 or 405 for a method it does not know. */
export function answerClientError(error: ClientError, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers } = answerTo(error);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-length: 0',
    'connection: close',
    ...headers,
    `date: ${timers.date().toUTCString()}`,
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n`);
}

function answerTo({ code, rawPacket }: ClientError): { status: number; headers: readonly string[] } {
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, headers: [] };
  const text = code === 'HPE_INVALID_METHOD' ? Buffer.from(rawPacket ?? []).toString('latin1') : '';
  const [, path] = REQUEST.exec(text) ?? [];
  if (path === undefined) return { status: 400, headers: [] };
  const allowed = findResource(normalize(path))?.resource.methods;
  const headers = [
    ...(/\r\norigin:/i.test(text) ? ['access-control-allow-origin: *'] : []),
    ...(allowed === undefined ? [] : [`allow: ${allowed.join(', ')}`]),
    `vary: ${VARY}`,
  ];
  return { status: allowed === undefined ? 404 : 405, headers };
}
