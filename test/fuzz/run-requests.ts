import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { CliProcess, cpuOf } from './cli-process.ts';
import { scenarioFolder } from './folder.ts';
import { HttpSocket, type Outcome } from './http-socket.ts';
import { InFlight } from './in-flight.ts';
import type { ProbeJob, ProbeResult } from './probe.ts';
import { RAW_PATH } from './requests/connections.ts';
import { type FuzzRequest, requestAt } from './requests/generate.ts';

/** A time at which the server was late, frozen or gone. */
export interface Incident {
  readonly what: 'crash' | 'frozen' | 'slow probe';
  readonly detail: string;
  /** The requests that it had then. */
  readonly suspects: readonly FuzzRequest[];
}

/** A request whose answer is wrong in itself. */
export interface WrongAnswer {
  readonly request: FuzzRequest;
  readonly why: string;
}

export interface RequestReport {
  requests: number;
  /** How many answers of each class: `2xx`, or how there was none. */
  readonly classes: Map<string, number>;
  readonly wrong: WrongAnswer[];
  readonly incidents: Incident[];
  slowestProbe: ProbeResult | undefined;
  /** In MB. */
  peakRss: number;
  /** The requests that the server had then, those first that took longest. */
  atPeak: readonly FuzzRequest[];
  seconds: number;
}

export interface RequestJob {
  readonly seed: number;
  readonly requests: number;
  /** Only requests of these kinds are sent; none: all are. */
  readonly kinds: readonly string[];
  /** No request begins after so many. */
  readonly seconds: number;
  /** A probe that takes longer is an incident. In ms. */
  readonly slow: number;
  /** Is told from time to time how far it is. */
  readonly progress: (text: string) => void;
}

const LANES = 8;
/** A word on the progress each so many seconds. */
const PROGRESS = 15;
const FROZEN = 15_000;
/** Of that time so much must be the server's own. */
const FROZEN_FOR = 5000;
/** How many connections with streams that are left alone stay open. */
const KEPT_OPEN = 50;
/** A server that ends again and again is not started any more. */
const MOST_RESTARTS = 20;
/** How many of the requests that the server had at its largest are told. */
const SHOWN_AT_PEAK = 5;
/** The longest that a header of ours may be, in bytes. */
const LONGEST_HEADER = 4096;

export const serverArgs = (): string[] => [scenarioFolder(), '--speed', '0', '--seed', '1'];

/** Sends generated requests to the built server, and watches it. */
export async function runRequests(job: RequestJob): Promise<RequestReport> {
  const run = new Run(job);
  return run.all();
}

class Run {
  readonly #job: RequestJob;
  readonly #args = serverArgs();
  readonly #inFlight = new InFlight();
  readonly #kept: HttpSocket[] = [];
  readonly #report: RequestReport = {
    requests: 0,
    classes: new Map(),
    wrong: [],
    incidents: [],
    slowestProbe: undefined,
    peakRss: 0,
    atPeak: [],
    seconds: 0,
  };
  #server: Promise<CliProcess>;
  #probe: Worker | undefined;
  /** The request that a connection has had last. */
  readonly #sentBefore = new WeakMap<HttpSocket, number>();
  #next = 0;
  #over = false;

  constructor(job: RequestJob) {
    this.#job = job;
    this.#server = this.#start();
  }

  async all(): Promise<RequestReport> {
    const began = performance.now();
    const deadline = began + this.#job.seconds * 1000;
    await this.#server;
    const watching = this.#watchMemory();
    const lane = async () => {
      let socket: HttpSocket | undefined;
      while (this.#next < this.#job.requests && performance.now() < deadline && !this.#over) {
        const request = requestAt(this.#job.seed, this.#next++);
        if (this.#isAsked(request)) socket = await this.#send(request, socket);
      }
      socket?.close();
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    // What the last requests left behind is seen by the last probes.
    await sleep(1500);
    this.#over = true;
    await watching;
    for (const socket of this.#kept) socket.close();
    await this.#probe?.terminate();
    await (await this.#server).stop();
    this.#report.seconds = (performance.now() - began) / 1000;
    return this.#report;
  }

  #isAsked({ kind }: FuzzRequest): boolean {
    return this.#job.kinds.length === 0 || this.#job.kinds.includes(kind);
  }

  /** @returns the connection, if it takes another request */
  async #send(request: FuzzRequest, socket: HttpSocket | undefined): Promise<HttpSocket | undefined> {
    const server = await this.#server;
    const used = socket === undefined || socket.closed ? new HttpSocket(server.port) : socket;
    const before = this.#sentBefore.get(used);
    this.#sentBefore.set(used, request.index);
    const landed = this.#inFlight.begin(request);
    const outcome = await used.exchange(request);
    landed();
    this.#count(request, outcome, before);
    if (outcome.how === 'left' && request.ending === 'keep') {
      this.#kept.push(used);
      if (this.#kept.length > KEPT_OPEN) this.#kept.shift()?.close();
    }
    // After what is hardly HTTP there may be more than one answer.
    if (outcome.reusable && request.path !== RAW_PATH) return used;
    if (outcome.how === 'answered') used.close();
    return undefined;
  }

  #count(request: FuzzRequest, { how, status, answer }: Outcome, before: number | undefined): void {
    const { classes, wrong } = this.#report;
    this.#report.requests++;
    const name =
      status === undefined ? how : Number.isNaN(status) ? 'no HTTP' : `${Math.floor(status / 100)}xx`;
    classes.set(name, (classes.get(name) ?? 0) + 1);
    const why =
      how === 'silent'
        ? `no answer; before it, the connection had ${before === undefined ? 'nothing' : `#${before}`}`
        : wrongIn(request, answer.status ?? 0, answer);
    if (why !== undefined) wrong.push({ request, why });
  }

  async #start(): Promise<CliProcess> {
    const server = await CliProcess.start(this.#args);
    const workerData: ProbeJob = { port: server.port, pid: server.pid, slow: this.#job.slow, frozen: FROZEN };
    const probe = new Worker(new URL('probe.js', import.meta.url), { workerData });
    this.#probe = probe;
    probe.on('message', (result: ProbeResult) => this.#probed(result, server));
    void server.gone.then(() => {
      if (server.crashed) this.#crashed(server);
    });
    return server;
  }

  #probed(result: ProbeResult, server: CliProcess): void {
    const { from, took, frozen, cpu } = result;
    if (server.crashed) return;
    if (took > (this.#report.slowestProbe?.took ?? 0)) this.#report.slowestProbe = result;
    // What others on this machine take from it is no fault of the server.
    const own = took - (cpu?.waiting ?? 0);
    if (own <= this.#job.slow) return;
    const stands = frozen && own > FROZEN_FOR;
    const of = cpu === undefined ? '' : `; CPU ${ms(cpu.running)}, waited for a CPU ${ms(cpu.waiting)}`;
    const suspects = this.#inFlight.during(from, from + took);
    const detail = `${ms(took)}${of}; RSS ${Math.round(server.rss?.now ?? 0)} MB`;
    this.#report.incidents.push({ what: stands ? 'frozen' : 'slow probe', detail, suspects });
    if (stands) this.#restart(server);
  }

  #crashed(server: CliProcess): void {
    const now = Date.now();
    const suspects = this.#inFlight.during(now - 1000, now);
    this.#report.incidents.push({ what: 'crash', detail: server.lastWords, suspects });
    this.#restart(server);
  }

  #restart(old: CliProcess): void {
    void this.#probe?.terminate();
    const ends = this.#report.incidents.filter(({ what }) => what !== 'slow probe').length;
    if (ends > MOST_RESTARTS) this.#over = true;
    this.#server = old.stop().then(() => this.#start());
    for (const socket of this.#kept.splice(0)) socket.close();
  }

  async #watchMemory(): Promise<void> {
    for (let second = 1; !this.#over; second++) {
      const { requests, incidents, wrong } = this.#report;
      if (second % PROGRESS === 0) {
        this.#job.progress(
          `${requests} requests, ${incidents.length} incidents, ${wrong.length} wrong answers`,
        );
      }
      const server = await this.#server;
      const peak = server.rss?.peak ?? 0;
      if (peak > this.#report.peakRss) {
        this.#report.peakRss = peak;
        this.#report.atPeak = this.#inFlight.during(Date.now() - 1000, Date.now()).slice(0, SHOWN_AT_PEAK);
      }
      await sleep(1000);
    }
  }
}

const ms = (value: number) => `${Math.round(value)} ms`;

/** What is wrong with an answer. */
function wrongIn(
  request: FuzzRequest,
  status: number,
  { body, headers, done }: Outcome['answer'],
): string | undefined {
  if (status === 500) return `500: ${body.slice(0, 300)}`;
  for (const [name, value] of headers) {
    if (/^x-mock-|^sl-/.test(name) && value.length > LONGEST_HEADER)
      return `${name} has ${value.length} bytes`;
  }
  return done ? request.check?.(status, body) : undefined;
}

/** What a request does to a server that has nothing else to do. */
export interface Replay {
  /** The slowest answer to a probe meanwhile, in ms; infinite when the server froze or ended. */
  readonly probe: number;
  /** For how long the server computed while it kept that probe waiting, in ms. */
  readonly cpu: number;
  readonly status: number | undefined;
}

/** Sends single requests, each to a server that is idle. */
export class Replayer {
  readonly #args = serverArgs();
  #server: CliProcess | undefined;

  async replay(request: FuzzRequest): Promise<Replay> {
    this.#server ??= await CliProcess.start(this.#args);
    const server = this.#server;
    const socket = new HttpSocket(server.port);
    let over = false;
    const answer = socket.exchange(request, FROZEN).finally(() => {
      over = true;
    });
    const health = { method: 'GET', bytes: HEALTH, ending: 'answer' } as const;
    let [slowest, computed] = [0, 0];
    do {
      await Promise.race([sleep(20), answer]);
      const [began, before] = [performance.now(), cpuOf(server.pid)?.running ?? 0];
      const probe = new HttpSocket(server.port);
      const { how } = await probe.exchange(health, FROZEN);
      const took = how === 'answered' ? performance.now() - began : Number.POSITIVE_INFINITY;
      if (took > slowest) [slowest, computed] = [took, (cpuOf(server.pid)?.running ?? 0) - before];
      probe.close();
    } while (!over && slowest < FROZEN);
    const { status } = await answer;
    socket.close();
    if (slowest === Number.POSITIVE_INFINITY) await this.stop();
    return { probe: slowest, cpu: computed, status };
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.stop();
  }
}

const HEALTH = Buffer.from('GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
