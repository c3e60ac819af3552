#!/usr/bin/env node
import process from 'node:process';
import type { Io, StopSignal } from './io.ts';
import { run } from './run.ts';

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
  suspend: () =>
    new Promise((resolve) => {
      process.once('SIGCONT', resolve);
      // The whole job, as the terminal would: `npm run` waits for this process, and the shell for `npm`.
      process.kill(0, 'SIGTSTP');
    }),
};

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of the output has gone, as in `… | head`.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const code = await run(process.argv.slice(2), io);
// Not before everything is written: a pipe may be slow. Connections that are still open do not count.
process.stdout.write('', () => process.exit(code));
