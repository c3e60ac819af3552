/** Asks the server for its health ten times a second, in a thread of its own: it is late only when the server is. */
import { parentPort, workerData } from 'node:worker_threads';
import { cpuOf } from './cli-process.ts';
import { HttpSocket } from './http-socket.ts';

/** What the probe is given. */
export interface ProbeJob {
  readonly port: number;
  readonly pid: number;
  /** Answers later than this are reported each, in ms. */
  readonly slow: number;
  /** Without an answer for so long the server counts as frozen, in ms. */
  readonly frozen: number;
}

/** One answer, and how long it took. Times are in ms since the epoch. */
export interface ProbeResult {
  readonly from: number;
  readonly took: number;
  readonly frozen: boolean;
  /** Of the server's main thread in that time: what it computed, and how long it waited for a CPU. */
  readonly cpu: { readonly running: number; readonly waiting: number } | undefined;
}

const EVERY = 100;
/** A report each second tells the slowest answer of that second. */
const REPORTS = 1000;

const { port, pid, slow, frozen } = workerData as ProbeJob;
const bytes = Buffer.from('GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
let socket = new HttpSocket(port);
let slowest: ProbeResult | undefined;
let reported = Date.now();

async function probe(): Promise<void> {
  if (socket.closed) socket = new HttpSocket(port);
  const [from, began, before] = [Date.now(), performance.now(), cpuOf(pid)];
  const { how } = await socket.exchange({ method: 'GET', bytes, ending: 'answer' }, frozen);
  const took = performance.now() - began;
  const after = cpuOf(pid);
  const cpu = before &&
    after && { running: after.running - before.running, waiting: after.waiting - before.waiting };
  const result: ProbeResult = { from, took, frozen: how === 'silent', cpu };
  if (slowest === undefined || took > slowest.took) slowest = result;
  if (took > slow || Date.now() - reported > REPORTS) {
    parentPort?.postMessage(slowest);
    slowest = undefined;
    reported = Date.now();
  }
  setTimeout(probe, Math.max(0, EVERY - took));
}

void probe();
