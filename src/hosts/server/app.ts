import type { Server } from 'node:http';
import express, { type Express, type Request, type Response, type Router } from 'express';
import { ChatMockError } from '../../error.ts';
import { type MeiliError, meiliError } from '../../meilisearch/errors.ts';
import { ENCODINGS, negotiate } from '../../meilisearch/negotiate.ts';
import { normalize, parameter, routed } from '../../meilisearch/path.ts';
import type { ChatHandler } from './chat.ts';
import { meilisearchCors } from './cors.ts';
import { respond } from './respond.ts';
import { type SessionTarget, sessionNameOf } from './session-name.ts';

/** What an app is put together from. */
export interface AppParts {
  readonly chat: ChatHandler;
  /** The other routes of Meilisearch. */
  readonly meilisearch: (
    req: Request,
    res: Response,
    target: { session: string | undefined; path: string },
  ) => Promise<void>;
  /** What hangs under `/__mock`. */
  readonly control: Router;
  readonly exposeOwnHeaders: boolean;
}

/** The path of the one route that this product is about. */
const CHAT_PATH = /^\/chats\/([^/]+)\/chat\/completions$/;

const CONTROL_PATH = /^\/__mock(?:[/?]|$)/i;

/** The Express app: control API, CORS, chat route, Meilisearch's other routes. */
export function createApp({ chat, meilisearch, control, exposeOwnHeaders }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const cors = meilisearchCors({ exposeOwnHeaders });
  // One layer for all but the control API: each costs as much as a check.
  app.use((req, res, next) => {
    const { session, path, trouble } = targetOf(req);
    if (path !== undefined) req.url = path;
    if (CONTROL_PATH.test(req.url)) next();
    // The real server decides this before anything else, and without CORS headers.
    else if (negotiate(req.headers['accept-encoding']) === undefined)
      respond(res, 406, [['vary', 'Accept-Encoding']], ENCODINGS);
    else cors(req, res, () => (trouble === undefined ? route(req, res, session).catch(next) : next(trouble)));
  });
  app.use('/__mock', control);
  app.use(failed);
  return app;

  async function route(req: Request, res: Response, session: string | undefined): Promise<void> {
    const path = normalize(req.path);
    const [, workspace] = (req.method === 'POST' && CHAT_PATH.exec(routed(path))) || [];
    if (workspace === undefined) return meilisearch(req, res, { session, path });
    return chat.handle(req, res, { workspace: parameter(workspace), session, path });
  }
}

/** The session that is meant; or what is wrong with its name, for saying it where a page can read it. */
function targetOf(req: Request): SessionTarget & { readonly trouble: unknown } {
  try {
    const { session, path } = sessionNameOf(req);
    return { session, path, trouble: undefined };
  } catch (trouble) {
    return { session: undefined, path: undefined, trouble };
  }
}

/** A fault of ours: the client gets Meilisearch's `internal`, and the server stays up. */
function failed(error: unknown, _req: Request, res: Response, _next: unknown): void {
  if (res.destroyed || res.writableEnded) return;
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const { status, headers, body } = errorOf(error);
  respond(res, status, Object.entries(headers), JSON.stringify(body));
}

function errorOf(error: unknown): MeiliError {
  // A session with an impossible name, say: the client's mistake.
  if (error instanceof ChatMockError) return meiliError('bad_request', error.message);
  return meiliError('internal', error instanceof Error ? error.message : String(error));
}

/** How long responses may take to end when their server closes, in ms. */
const CLOSING_TIME = 300;

/** Closes a server: responses that are ending may do so, then what is still open is cut. */
export async function closeNow(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = setInterval(() => server.closeIdleConnections(), 10);
  const cut = setTimeout(() => server.closeAllConnections(), CLOSING_TIME);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
}
