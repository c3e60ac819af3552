import type { Response } from 'express';
import type { Simulator, SimulatorEvent } from '../../../simulator/simulator.ts';
import { writeHead } from '../respond.ts';
import { CONTROL_HEADERS } from './answer.ts';

/** How often a comment keeps the connection from being taken for dead, in ms. */
const KEEP_ALIVE = 15_000;
/** What may wait for a reader that does not read, in bytes. */
const MOST_WAITING = 1_000_000;

/** Streams the events of one session, or of all, as server-sent events, until the client leaves. */
export function streamEvents(simulator: Simulator, session: string | undefined, res: Response): void {
  writeHead(res, 200, [['content-type', 'text/event-stream'], ...CONTROL_HEADERS]);
  if (res.req.method === 'HEAD') {
    res.end();
    return;
  }
  const write = (text: string) => {
    if (res.writableLength > MOST_WAITING) res.destroy();
    else res.write(text);
  };
  const unwatch = simulator.watch((event) => {
    if (concerns(event, session)) write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  });
  const keepAlive = setInterval(() => write(': still here\n\n'), KEEP_ALIVE).unref();
  res.once('close', () => {
    clearInterval(keepAlive);
    unwatch();
  });
  write(': what happens in the mock\n\n');
}

function concerns(event: SimulatorEvent, session: string | undefined): boolean {
  return session === undefined || event.type === 'scenarios' || event.session === session;
}
