import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';

const LONGEST_START = 30_000;
/** How much of its error output is kept, in characters. */
const KEPT_ERRORS = 4000;

/**
 * Sends the size of the heap to the parent each second, as a debugger would slow the server down; and ends the server
 * when its parent is gone.
 */
const REPORTER = `data:text/javascript,${encodeURIComponent(`
  setInterval(() => process.send?.(process.memoryUsage()), 1000).unref();
  process.on('disconnect', () => process.exit());
  process.channel?.unref();
`)}`;

/** The built program, in its own process. */
export class CliProcess {
  readonly port: number;
  readonly pid: number;
  /** Resolves when the process has ended. */
  readonly gone: Promise<unknown>;
  readonly #child: ChildProcess;
  #errors = '';
  #heap: number | undefined;
  #stopped = false;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    this.pid = child.pid ?? 0;
    this.gone = once(child, 'exit');
    child.stderr?.on('data', (text) => {
      this.#errors = (this.#errors + String(text)).slice(-KEPT_ERRORS);
    });
    child.on('message', (usage) => {
      if (typeof usage === 'object' && 'heapUsed' in usage) this.#heap = Number(usage.heapUsed) / 1e6;
    });
  }

  /**
   * Starts it on a free port of 127.0.0.1; resolves when it listens.
   *
   * @param args what is given to it besides host and port
   */
  static async start(args: readonly string[], cli = 'dist/cli.js'): Promise<CliProcess> {
    const options = ['--host', '127.0.0.1', '--port', '0', ...args];
    const child = spawn(process.execPath, ['--import', REPORTER, cli, ...options], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    const server = new CliProcess(child, await portOf(child));
    server.#child.stdout?.resume();
    return server;
  }

  /** Whether it ended without being told to. */
  get crashed(): boolean {
    return !this.#stopped && (this.#child.exitCode !== null || this.#child.signalCode !== null);
  }

  /** What it said last on its error output, and how it ended. */
  get lastWords(): string {
    const { exitCode, signalCode } = this.#child;
    return `exit code ${exitCode}, signal ${signalCode}\n${this.#errors}`;
  }

  /** Used heap in MB, as of the last second. */
  get heap(): number | undefined {
    return this.#heap;
  }

  /** Memory that it holds now, and the most that it has held, in MB. Undefined where there is no /proc. */
  get rss(): { readonly now: number; readonly peak: number } | undefined {
    const status = readProc(`/proc/${this.pid}/status`);
    if (status === undefined) return undefined;
    const megabytes = (key: string) => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
    return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#child.kill('SIGKILL');
    await this.gone;
  }
}

/** CPU time of a process's main thread, and how long it waited for a CPU, in ms. Undefined where there is no /proc. */
export function cpuOf(pid: number): { readonly running: number; readonly waiting: number } | undefined {
  const [running, waiting] = readProc(`/proc/${pid}/task/${pid}/schedstat`)?.split(' ') ?? [];
  return running === undefined
    ? undefined
    : { running: Number(running) / 1e6, waiting: Number(waiting) / 1e6 };
}

function readProc(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The port that it says it listens on. */
async function portOf(child: ChildProcess): Promise<number> {
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_START);
  let errors = '';
  child.stderr?.on('data', (text) => {
    errors += String(text);
  });
  try {
    let said = '';
    for await (const text of (child.stdout as Readable).iterator({ destroyOnReturn: false })) {
      said += String(text);
      const port = /http:\/\/[\w.]+:(\d+)/.exec(said)?.[1];
      if (port !== undefined) return Number(port);
    }
    throw new Error(`The server has not started: ${said}${errors}`);
  } finally {
    clearTimeout(timer);
  }
}
