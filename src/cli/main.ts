#!/usr/bin/env node
import module from 'node:module';
import process from 'node:process';
import type { Io, StopSignal } from './io.ts';
import { openInBrowser } from './open-browser.ts';
import { run } from './run.ts';

// From Node 22 on, what was compiled at one start is there at the next; Node 20 has no such cache.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();

const SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const io: Io = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  onSignal(listener) {
    for (const signal of SIGNALS) process.on(signal, listener);
  },
  exit: (code) => process.exit(code),
  open: openInBrowser,
  suspend: () =>
    new Promise((resolve) => {
      process.once('SIGCONT', resolve);
      // The whole process group, as a terminal does: the shell waits for `npm run`, and that for this process.
      process.kill(0, 'SIGTSTP');
    }),
};

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of the output has closed it, as in `… | head`.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const code = await run(process.argv.slice(2), io);
// Exit once everything is written, since a pipe may be slow; connections that are still open are dropped.
process.stdout.write('', () => process.exit(code));
