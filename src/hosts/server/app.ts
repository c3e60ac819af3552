import type { IncomingMessage } from 'node:http';
import express, { type Express, type Response, type Router } from 'express';
import { CHAT_COMPLETION } from '../../meilisearch/routes/chat-completion.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { LargeBodies } from './large-bodies.ts';
import { type PassOptions, pass, passedTarget } from './pass.ts';
import { readBody } from './read-body.ts';
import { send } from './send.ts';
import type { Traffic } from './traffic.ts';

const CONTROL_PATH = /^(?:\/@[^/?#]*)?(\/__mock(?:[/?].*)?)$/i;

const CHAT_PATH = /\/chats\/[^/?#]+\/chat\/completions\/?(?:[?#]|$)/;

/** What requests are answered with. */
interface Answering {
  readonly simulator: Simulator;
  readonly atWork: LargeBodies;
  readonly traffic: Traffic;
}

/**
 * The Express app: the control API under `/__mock`, and the simulator for everything else.
 *
 * @param passOn where what is not mocked goes. Default: nowhere, the simulator answers it
 */
export function createApp(
  simulator: Simulator,
  control: Router,
  traffic: Traffic,
  passOn?: PassOptions,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const answering = { simulator, atWork: new LargeBodies(simulator.memory), traffic };
  // One layer for all but the control API: each costs as much as a check.
  app.use((req, res, next) => {
    // The client's next connection reaches another server.
    if (traffic.draining) res.shouldKeepAlive = false;
    const [, path] = CONTROL_PATH.exec(req.url) ?? [];
    if (path === undefined) {
      if (passOn !== undefined && goesOn(req, res, simulator, passOn)) {
        res.once('finish', () => traffic.count('passed', res.statusCode));
        return;
      }
      answer(answering, req, res).catch(() => res.destroy());
      return;
    }
    res.once('finish', () => traffic.count('/__mock', res.statusCode));
    req.url = path;
    next();
  });
  app.use('/__mock', control);
  return app;
}

/** Answers a request: everything about it is the simulator's, but for its bytes. */
async function answer(
  { simulator, atWork, traffic }: Answering,
  req: IncomingMessage,
  res: Response,
): Promise<void> {
  const { method = 'GET', url = '/' } = req;
  const body = await readBody(req, simulator.bodyLimit);
  const request = { method, path: url, headers: flat(req.headers), body, signal: () => leaving(res) };
  const handle = () => simulator.handle(request);
  // A real server takes its time: nobody waits for it but its own client.
  const reply = await (simulator.proxiesChats ? handle() : atWork.run(body.length, handle));
  traffic.count(CHAT_PATH.test(url) ? CHAT_COMPLETION.path : 'other', reply.status);
  send(reply, res);
}

/** Passes a request on, unless the mock answers it. Decided before its body is read, which may have gigabytes. */
function goesOn(req: IncomingMessage, res: Response, simulator: Simulator, to: PassOptions): boolean {
  const target = passedTarget(req, to);
  if (target === undefined) return false;
  pass(req, res, simulator.session(target.session), to).catch(() => res.destroy());
  return true;
}

/** Aborts when the client of a response leaves. */
function leaving(res: Response): AbortSignal {
  const left = new AbortController();
  if (res.destroyed) left.abort();
  else res.once('close', () => left.abort());
  return left.signal;
}

/** Node joins what comes more than once, but for this one, which says nothing here. */
function flat(headers: IncomingMessage['headers']): Record<string, string | undefined> {
  if (headers['set-cookie'] === undefined) return headers as Record<string, string | undefined>;
  const { 'set-cookie': _, ...rest } = headers;
  return rest as Record<string, string | undefined>;
}
