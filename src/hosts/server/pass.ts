import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { corsOf } from '../../meilisearch/cors.ts';
import { meiliError } from '../../meilisearch/errors.ts';
import { routed } from '../../meilisearch/path.ts';
import { chatWorkspace } from '../../meilisearch/routes/chat-completion.ts';
import type { Ending } from '../../playback/player.ts';
import type { Session } from '../../session/session.ts';
import { type Target, targetOf } from '../../simulator/target.ts';
import { endToEnd, TO_THE_MOCK } from '../../upstream/headers.ts';
import { reasonOf, Silence, troubleOf } from '../../upstream/trouble.ts';
import { respond } from './respond.ts';

/** Where what is not mocked goes. */
export interface PassOptions {
  /** The base URL of a server. */
  readonly proxy: string;
  /** Whether chats go to a server, too: their settings are the real ones, then. */
  readonly chats: boolean;
  /** Real ms that the server may be silent. */
  readonly timeout: number;
}

/** What stands before the path of a URL: a host, and the prefix that names a session. */
const BEFORE_PATH = /^(?:https?:\/\/[^/?#]*)?(?:\/@[^/?#]*)?/i;

/** Where a request goes on to; undefined: the mock answers it itself, by its path. */
export function passedTarget(
  { method, url = '/', headers }: IncomingMessage,
  { chats }: PassOptions,
): Target | undefined {
  // A preflight is answered here, as a real Meilisearch does: else a page could not read that there is none.
  if (method === 'OPTIONS' && headers['access-control-request-method'] !== undefined) return undefined;
  const named = headers['x-mock-session'];
  try {
    const target = targetOf(url, typeof named === 'string' ? named : undefined);
    const { path } = target;
    const mocked = chats ? chatWorkspace('POST', path) !== undefined : /^\/chats(?:\/|$)/.test(routed(path));
    return mocked ? undefined : target;
  } catch {
    // The simulator says what is wrong with the name of its session.
    return undefined;
  }
}

function pathOf(url: string): string {
  const path = url.replace(BEFORE_PATH, '');
  return path.startsWith('/') ? path : `/${path}`;
}

/** Passes a request on, and its answer back: neither body is kept, nor waited for. Resolves when it is over. */
export async function pass(
  req: IncomingMessage,
  res: ServerResponse,
  session: Session,
  { proxy, timeout }: PassOptions,
): Promise<void> {
  const { url = '/', method = 'GET', headers } = req;
  const path = pathOf(url);
  const flat = Object.entries(headers).map(([name, value]) => [name, value?.toString()]);
  const recording = session.record({ method, path, headers: Object.fromEntries(flat), body: null }, 'passed');
  recording.upstream = proxy;
  recording.why = `it went on to ${proxy}`;
  let ending: Ending = { type: 'left' };
  const { createProxyServer } = await import('httpxy');
  const server = createProxyServer({ target: proxy, changeOrigin: true, proxyTimeout: 0 });
  const breakOff = (error: unknown) => {
    // Unless it is the client that has left.
    if (res.destroyed || ending.type === 'fault') return;
    ending = { type: 'fault', fault: 'reset' };
    recording.warnings = [`the upstream broke off: ${reasonOf(error)}`];
  };
  server.on('proxyReq', (sent) => {
    sent.setTimeout(timeout, () => {
      const silence = new Silence(timeout);
      if (res.headersSent) breakOff(silence);
      sent.destroy(silence);
    });
  });
  server.on('proxyRes', (answer) => {
    recording.status = answer.statusCode ?? 0;
    answer.headers = endToEnd(answer.headers);
    answer.once('error', breakOff);
  });
  // Node has answered `Expect: 100-continue` already.
  const close = /\bclose\b/i.test(headers.connection ?? '') ? { connection: 'close' } : {};
  req.headers = { ...endToEnd(headers, ['expect', ...TO_THE_MOCK]), ...framing(headers), ...close };
  req.url = path;
  try {
    await server.web(req, res);
  } catch (error) {
    if (res.headersSent) breakOff(error);
    else if (!res.destroyed) {
      recording.warnings = [reasonOf(error)];
      recording.status = refuse(req, res, troubleOf(error, method, `${proxy}${path}`, 'proxy'));
    }
    if (!res.closed) await once(res, 'close');
  }
  if (res.writableFinished) ending = { type: 'done' };
  session.ended(recording, ending);
}

/** How the body is cut, which is said anew for the next connection: a body without either would be none. */
function framing({ 'transfer-encoding': encoding }: IncomingMessage['headers']) {
  return encoding === undefined ? {} : { 'transfer-encoding': 'chunked' };
}

/** Answers in place of the server; returns the status. */
function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  { status, code, message }: ReturnType<typeof troubleOf>,
): number {
  // What still comes of a large body must be taken, or its client would not come to read the answer.
  req.unpipe();
  req.resume();
  const { origin } = req.headers;
  const cors = corsOf({ method: 'GET', headers: { origin } }, []).headers;
  const { headers, body } = meiliError(code, message);
  respond(res, status, [...cors, ...Object.entries(headers)], JSON.stringify(body));
  return status;
}
