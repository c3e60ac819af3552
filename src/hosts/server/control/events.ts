import type { Response } from 'express';
import type { FramesEvent } from '../../../session/session.ts';
import type { Simulator, SimulatorEvent } from '../../../simulator/simulator.ts';
import { type Timer, timers } from '../../../timers.ts';
import { writeHead } from '../respond.ts';
import { CONTROL_HEADERS } from './answer.ts';

/** How often a comment keeps the connection from being taken for dead, in ms. */
const KEEP_ALIVE = 15_000;
/** What may wait for a reader that does not read, in bytes. */
const MOST_WAITING = 1_000_000;
/** For how long frames are collected, in ms: hundreds of streams are one event of the browser then, and not thousands. */
const COLLECTED = 25;

/** What is told unless `detail` is asked for. */
const COARSE = new Set(['request', 'ended', 'reset', 'scenarios']);

export interface EventsOptions {
  /** Undefined: the events of all sessions. */
  readonly session: string | undefined;
  /** Whether frames, holds and clocks are told of, too. Frames come in lists: `{ type: 'frames', list: […] }`. */
  readonly detail: boolean;
}

/** Streams the events of one session, or of all, as server-sent events, until the client leaves. */
export function streamEvents(simulator: Simulator, { session, detail }: EventsOptions, res: Response): void {
  writeHead(res, 200, [['content-type', 'text/event-stream'], ...CONTROL_HEADERS]);
  if (res.req.method === 'HEAD') {
    res.end();
    return;
  }
  const write = (text: string) => {
    if (res.writableLength > MOST_WAITING) res.destroy();
    else res.write(text);
  };
  const send = (type: string, event: object) => write(`event: ${type}\ndata: ${JSON.stringify(event)}\n\n`);
  let frames: FramesEvent[] = [];
  let timer: Timer;
  const flush = () => {
    timers.clearTimeout(timer);
    timer = undefined;
    if (frames.length > 0) send('frames', { type: 'frames', list: frames });
    frames = [];
  };
  const unwatch = simulator.watch(
    (event) => {
      if (!concerns(event, session) || !(detail || COARSE.has(event.type))) return;
      if (event.type === 'frames') {
        frames.push(event);
        timer ??= timers.setTimeout(flush, COLLECTED);
        return;
      }
      // In the order in which it happened.
      flush();
      send(event.type, event);
    },
    { frames: detail },
  );
  const keepAlive = timers.setInterval(() => write(': still here\n\n'), KEEP_ALIVE).unref();
  res.once('close', () => {
    timers.clearInterval(keepAlive);
    timers.clearTimeout(timer);
    unwatch();
  });
  write(': what happens in the mock\n\n');
}

function concerns(event: SimulatorEvent, session: string | undefined): boolean {
  return session === undefined || event.type === 'scenarios' || event.session === session;
}
