import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const TRY_AGAIN = 2;
const LONGEST_START = 15_000;

/** A server in its own process. */
export class ServerProcess {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #gone: Promise<unknown>;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.#gone = once(child, 'exit');
    this.port = port;
  }

  /**
   * Spawns it, and resolves as soon as it answers a request with 200. What its arguments are is up to
   * the port that it gets.
   */
  static async start(
    args: (port: number) => string[],
    path: string,
    body: string,
  ): Promise<{ server: ServerProcess; ms: number }> {
    const port = await freePort();
    const began = performance.now();
    const child = spawn(process.execPath, args(port), { stdio: ['ignore', 'ignore', 'inherit'] });
    const server = new ServerProcess(child, port);
    const url = `http://127.0.0.1:${port}${path}`;
    while (!(await isUp(url, body))) {
      if (child.exitCode !== null) throw new Error(`The server left with ${child.exitCode}.`);
      if (performance.now() - began > LONGEST_START) {
        await server.stop();
        throw new Error('The server does not start.');
      }
      await sleep(TRY_AGAIN);
    }
    return { server, ms: performance.now() - began };
  }

  /** Memory that it holds, in KB. */
  get rss(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
  }

  /** CPU time that it has used, in ms. All its threads. */
  get cpu(): number {
    const tasks = `/proc/${this.#child.pid}/task`;
    const all = readdirSync(tasks).map((task) => {
      const [ns] = readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ');
      return Number(ns) / 1e6;
    });
    return all.reduce((sum, ms) => sum + ms, 0);
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }
}

async function isUp(url: string, body: string): Promise<boolean> {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer bench' };
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    await response.text();
    if (response.status !== 200) throw new TypeError(`status ${response.status}`);
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
