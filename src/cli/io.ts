import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';

/** What the command line reads from and writes to: the process, or a test. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  onSignal(listener: (signal: StopSignal) => void): void;
  /** Ends the process at once. */
  exit(code: number): void;
  /** Shows a page in the browser of this machine. */
  open(url: string): void;
  /** Suspends the process as Ctrl-Z does; resolves when it continues. */
  suspend(): Promise<void>;
}

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export type Output = Writable & { readonly isTTY?: boolean };

export type Input = Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

/** Colours a text, or leaves it as it is. */
export type Style = (format: Exclude<Parameters<typeof styleText>[0], unknown[]>, text: string) => string;

/** Colours on a terminal and none elsewhere, unless `NO_COLOR` or `FORCE_COLOR` is set. */
export function styleFor(output: Output, env: Io['env']): Style {
  return hasColors(output, env)
    ? (format, text) => styleText(format, text, { validateStream: false })
    : (_, text) => text;
}

function hasColors(output: Output, env: Io['env']): boolean {
  const { NO_COLOR: never = '', FORCE_COLOR: force = '', TERM: terminal = '' } = env;
  if (never !== '') return false;
  if (force !== '') return force !== '0' && force !== 'false';
  return output.isTTY === true && terminal !== 'dumb';
}

/** Whether a person at a terminal may press keys. */
export function isInteractive(io: Io): boolean {
  const { CI: ci = '', TERM: terminal = '' } = io.env;
  const inCi = ci !== '' && ci !== '0' && ci !== 'false';
  return io.stdin.isTTY === true && io.stdout.isTTY === true && !inCi && terminal !== 'dumb';
}
