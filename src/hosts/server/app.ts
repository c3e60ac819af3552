import type { IncomingMessage } from 'node:http';
import express, { type Express, type Response, type Router } from 'express';
import type { Simulator } from '../../simulator/simulator.ts';
import { LargeBodies } from './large-bodies.ts';
import { readBody } from './read-body.ts';
import { send } from './send.ts';

const CONTROL_PATH = /^(?:\/@[^/?#]*)?(\/__mock(?:[/?].*)?)$/i;

/** The Express app: the control API under `/__mock`, and the simulator for everything else. */
export function createApp(simulator: Simulator, control: Router): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const atWork = new LargeBodies(simulator.memory);
  // One layer for all but the control API: each costs as much as a check.
  app.use((req, res, next) => {
    const [, path] = CONTROL_PATH.exec(req.url) ?? [];
    if (path === undefined) {
      answer(simulator, atWork, req, res).catch(() => res.destroy());
      return;
    }
    req.url = path;
    next();
  });
  app.use('/__mock', control);
  return app;
}

/** Answers a request: everything about it is the simulator's, but for its bytes. */
async function answer(
  simulator: Simulator,
  atWork: LargeBodies,
  req: IncomingMessage,
  res: Response,
): Promise<void> {
  const { method = 'GET', url = '/' } = req;
  const body = await readBody(req, simulator.bodyLimit);
  const request = { method, path: url, headers: flat(req.headers), body };
  send(await atWork.run(body.length, () => simulator.handle(request)), res);
}

/** Node joins what comes more than once, but for this one, which says nothing here. */
function flat(headers: IncomingMessage['headers']): Record<string, string | undefined> {
  if (headers['set-cookie'] === undefined) return headers as Record<string, string | undefined>;
  const { 'set-cookie': _, ...rest } = headers;
  return rest as Record<string, string | undefined>;
}
