import type { IncomingMessage } from 'node:http';
import express, { type Express, type Response, type Router } from 'express';
import type { Simulator } from '../../simulator/simulator.ts';
import { type PassOptions, pass, passedTarget } from './pass.ts';
import { readBody } from './read-body.ts';
import { send } from './send.ts';

const CONTROL_PATH = /^(?:\/@[^/?#]*)?(\/__mock(?:[/?].*)?)$/i;

/**
 * The Express app: the control API under `/__mock`, and the simulator for everything else.
 *
 * @param passOn where what is not mocked goes. Default: nowhere, the simulator answers it
 */
export function createApp(simulator: Simulator, control: Router, passOn?: PassOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // One layer for all but the control API: each costs as much as a check.
  app.use((req, res, next) => {
    const [, path] = CONTROL_PATH.exec(req.url) ?? [];
    if (path === undefined) {
      if (passOn !== undefined && goesOn(req, res, simulator, passOn)) return;
      answer(simulator, req, res).catch(() => res.destroy());
      return;
    }
    req.url = path;
    next();
  });
  app.use('/__mock', control);
  return app;
}

/** Answers a request: everything about it is the simulator's, but for its bytes. */
async function answer(simulator: Simulator, req: IncomingMessage, res: Response): Promise<void> {
  const { method = 'GET', url = '/' } = req;
  const body = await readBody(req, simulator.bodyLimit);
  const signal = () => leaving(res);
  send(await simulator.handle({ method, path: url, headers: flat(req.headers), body, signal }), res);
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
