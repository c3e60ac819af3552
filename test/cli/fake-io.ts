import { PassThrough } from 'node:stream';
import type { Io, Output, StopSignal } from '../../src/cli/io.ts';

/** A process for `run`: its output is text, its signals are sent by the test. */
export interface FakeIo extends Io {
  out(): string;
  err(): string;
  signal(signal: StopSignal): void;
  readonly exits: number[];
  /** What was to be shown in a browser. */
  readonly opened: string[];
  /** Resolves once stdout holds this. */
  said(text: string | RegExp): Promise<string>;
}

export function fakeIo(options: { cwd?: string; env?: Io['env'] } = {}): FakeIo {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const text = { out: '', err: '' };
  const listeners = new Set<(signal: StopSignal) => void>();
  const watchers = new Set<() => void>();
  stdout.on('data', (chunk) => {
    text.out += String(chunk);
    for (const watcher of watchers) watcher();
  });
  stderr.on('data', (chunk) => {
    text.err += String(chunk);
    for (const watcher of watchers) watcher();
  });
  const exits: number[] = [];
  const opened: string[] = [];
  return {
    stdin,
    stdout: stdout as Output,
    stderr: stderr as Output,
    env: options.env ?? {},
    cwd: options.cwd ?? process.cwd(),
    onSignal: (listener) => void listeners.add(listener),
    exit: (code) => exits.push(code),
    opened,
    open: (url) => void opened.push(url),
    suspend: () => Promise.resolve(),
    out: () => text.out,
    err: () => text.err,
    signal(signal) {
      for (const listener of listeners) listener(signal);
    },
    exits,
    said(wanted) {
      return new Promise((resolve) => {
        const look = () => {
          const all = text.out + text.err;
          if (typeof wanted === 'string' ? !all.includes(wanted) : !wanted.test(all)) return;
          watchers.delete(look);
          resolve(all);
        };
        watchers.add(look);
        look();
      });
    },
  };
}
