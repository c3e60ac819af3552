import type { createMockServer } from '../hosts/server/server.ts';
import type { Log } from './log.ts';
import { counted } from './text.ts';

/** Waits until the streams that are open have ended, and says for how many it waits. Those that have not ended in time are cut. */
export async function drain(
  { server, simulator }: ReturnType<typeof createMockServer>,
  seconds: number,
  log: Log,
): Promise<void> {
  if (seconds === 0 || simulator.open === 0) return;
  const { style } = log;
  const most = `${seconds} s at the most; a second signal ends them at once`;
  log.say(
    'info',
    `${style('yellow', '…')} waiting for ${counted(simulator.open, 'open stream')}, ${style('dim', most)}`,
  );
  const left = await server.drain(seconds * 1000);
  if (left > 0) {
    log.say('warn', `${style('yellow', '!')} ${counted(left, 'stream')} had not ended after ${seconds} s`);
  }
}
