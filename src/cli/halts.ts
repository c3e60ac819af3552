import { DEFAULT_SESSION } from '../session/names.ts';
import type { Session } from '../session/session.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { Log } from './log.ts';
import { sessionMark } from './request-lines.ts';
import { counted, escapeControls } from './text.ts';

/** How long time must have stood, in ms, to be worth a line: `runFor` stops it for a moment. */
const MOMENT = 50;

/** Logs a stream that is held, paused or stalled when that happens: until it ends, there is no other line of it. */
export function logHalts(simulator: Simulator, log: Log): void {
  if (!log.shows('info')) return;
  const { style } = log;
  const say = (session: string, mark: string, text: string) => {
    const parts = [' '.repeat(8), style('yellow', mark), sessionMark(session, style), text];
    log.say('info', parts.filter(Boolean).join(' '));
  };
  simulator.watch((event) => {
    if (event.type === 'held' && event.hold !== null) {
      const hold = style('cyan', escapeControls(event.hold));
      say(
        event.session,
        '⏸',
        `request ${event.request} waits at the hold ${hold}${keys(event.session, 'x releases it')}`,
      );
    } else if (event.type === 'stalled') {
      say(
        event.session,
        '…',
        `request ${event.request} has stalled: its connection stays open, and nothing more comes`,
      );
    } else if (event.type === 'clock' && event.paused) {
      setTimeout(
        () => sayPaused(simulator.sessions.find(({ name }) => name === event.session)),
        MOMENT,
      ).unref();
    }
  });

  function sayPaused(session: Session | undefined): void {
    const { paused, streams } = session?.clock.state() ?? { paused: false, streams: [] };
    if (session === undefined || !paused) return;
    for (const { request, sent, next = 'the end' } of streams) {
      const how = keys(session.name, 'n steps, p goes on');
      say(
        session.name,
        '⏸',
        `request ${request} stands after ${counted(sent, 'frame')}, before ${escapeControls(next)}${how}`,
      );
    }
  }
}

/** The keys of the terminal drive the default session. */
const keys = (session: string, what: string) => (session === DEFAULT_SESSION ? ` (${what})` : '');
