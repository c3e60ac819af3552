/** Debian's nginx with the configuration of `deploy/`, in front of replicas on this machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../kit/listen.ts';

const CONFIG = 'deploy/nginx/nginx.conf';
const LONGEST_START = 10_000;

/** The program of nginx: what `NGINX` names, or one of this machine. Undefined: there is none. */
export function findNginx(): string | undefined {
  const { NGINX: named = '', PATH: path = '' } = process.env;
  if (named !== '') return named;
  const folders = [...path.split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];
  return folders.map((folder) => join(folder, 'nginx')).find((file) => existsSync(file));
}

/** What a test that needs nginx is called where there is none. */
export const nginxReason = (): string =>
  findNginx() === undefined ? 'skipped: there is no nginx (apt-get install nginx-light, or NGINX=/path)' : '';

/** A line of its list of replicas. */
export const replicaLine = (port: number) => `server 127.0.0.1:${port} max_fails=0;\n`;

export class Gateway {
  readonly url: string;
  /** Where it keeps all that it writes. */
  readonly folder: string;
  readonly #nginx: ChildProcess;

  private constructor(nginx: ChildProcess, folder: string, url: string) {
    this.#nginx = nginx;
    this.folder = folder;
    this.url = url;
  }

  /** Starts nginx on a free port; resolves when a replica answers through it. */
  static async start(ports: readonly number[]): Promise<Gateway> {
    const folder = mkdtempSync(join(tmpdir(), 'chat-mock-nginx-'));
    const url = await freeUrl();
    mkdirSync(join(folder, 'replicas'));
    writeFileSync(join(folder, 'replicas/replicas.conf'), ports.map(replicaLine).join(''));
    const config = readFileSync(CONFIG, 'utf8');
    const here = config
      .replace('listen 8080;', `listen ${new URL(url).host};`)
      .replaceAll(' /tmp/', ` ${folder}/`);
    if (here === config) throw new Error(`${CONFIG} says neither where it listens nor where it writes.`);
    writeFileSync(join(folder, 'nginx.conf'), here);
    const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr', '-g', 'daemon off;'];
    const nginx = spawn(findNginx() ?? 'nginx', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const gateway = new Gateway(nginx, folder, url);
    let errors = '';
    nginx.stderr?.on('data', (text) => {
      errors += String(text);
    });
    const deadline = performance.now() + LONGEST_START;
    while (performance.now() < deadline && nginx.exitCode === null) {
      const ready = await fetch(`${url}/__mock/ready`).catch(() => undefined);
      if (ready?.status === 200) return gateway;
      await sleep(20);
    }
    await gateway.stop();
    throw new Error(`nginx has not started: ${errors}`);
  }

  /** Lets it read its configuration and its replicas again. */
  reload(): void {
    this.#nginx.kill('SIGHUP');
  }

  async stop(): Promise<void> {
    if (this.#nginx.exitCode === null && this.#nginx.kill('SIGTERM')) await once(this.#nginx, 'exit');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freeUrl(): Promise<string> {
  const server = createServer();
  const url = await listen(server);
  server.close();
  return url;
}
