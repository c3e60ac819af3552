import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { CliProcess, cpuOf } from '../cli-process.ts';
import { scenarioFolder } from '../folder.ts';
import type { ProbeJob, ProbeResult } from '../probe.ts';
import { Random } from '../random.ts';
import { ACTORS, type Actor, SOAK_SCENARIOS, type Stage } from './actors.ts';
import { MockClient } from './mock-client.ts';
import { slopeOf } from './slope.ts';

const LINE_EVERY = 10_000;
/** How much of a core the server is given to do. */
const LOAD = 0.5;
/** The longest lag of a probe that passes, in ms. */
const MOST_LAG = 1000;
/** The growth that passes, in MB an hour. What is shorter than twenty minutes tells nothing of it. */
const MOST_GROWTH = 30;
const TELLING_MINUTES = 20;

type Print = (line: string) => void;

/** A steady load with everything on. Returns whether the server kept its memory and its time. */
export async function runSoak(minutes: number, seed: number, print: Print): Promise<boolean> {
  const folder = scenarioFolder(SOAK_SCENARIOS);
  const server = await CliProcess.start([folder, '--seed', '1']);
  const workerData: ProbeJob = { port: server.port, pid: server.pid, slow: MOST_LAG, frozen: 60_000 };
  const probe = new Worker(new URL('probe.js', import.meta.url), { workerData });
  const over = new AbortController();
  const client = new MockClient(server.port, over.signal);
  const load = new LoadKeeper(server);
  const errors = new Map<string, number>();
  let lag = 0;
  let mostLag = 0;
  probe.on('message', ({ took }: ProbeResult) => {
    lag = Math.max(lag, took);
    mostLag = Math.max(mostLag, took);
  });

  const stage = (number: number): Stage => ({ client, folder, random: new Random(seed, number) });
  const playing = Object.entries(ACTORS).flatMap(([name, actor], kind) =>
    Array.from({ length: actor.count }, (_, number) =>
      play(actor, stage(kind * 1000 + number), number, load, (error) => {
        const message = `${name}: ${error instanceof Error ? error.message : String(error)}`.slice(0, 200);
        errors.set(message, (errors.get(message) ?? 0) + 1);
      }),
    ),
  );

  const samples: { readonly hours: number; readonly rss: number }[] = [];
  const began = performance.now();
  print('   time    RSS MB   heap MB   streams   requests/s   CPU %   lag ms');
  let before = { requests: 0, at: began };
  while (performance.now() - began < minutes * 60_000 && !server.crashed) {
    await Promise.race([sleep(LINE_EVERY), server.gone]);
    const now = performance.now();
    const rate = ((client.requests - before.requests) / (now - before.at)) * 1000;
    before = { requests: client.requests, at: now };
    const rss = server.rss?.now ?? Number.NaN;
    samples.push({ hours: (now - began) / 3_600_000, rss });
    const streams = await openStreams(client).catch(() => Number.NaN);
    const share = load.adjust();
    const heap = server.heap?.toFixed(0) ?? '-';
    print(
      [
        clock(now - began).padStart(7),
        rss.toFixed(0).padStart(9),
        heap.padStart(10),
        String(streams).padStart(10),
        rate.toFixed(0).padStart(13),
        (share * 100).toFixed(0).padStart(8),
        lag.toFixed(0).padStart(9),
      ].join(''),
    );
    lag = 0;
  }
  const crashed = server.crashed;
  over.abort();
  await Promise.all(playing);
  await probe.terminate();
  await server.stop();

  const growth = slopeOf(samples.slice(Math.floor(samples.length / 2)));
  const grows = minutes >= TELLING_MINUTES && growth > MOST_GROWTH;
  print('');
  if (crashed) print(`The server ended: ${server.lastWords}`);
  for (const [message, times] of errors) print(`${times} × ${message}`);
  print(
    `RSS over the last half: ${growth.toFixed(1)} MB an hour; longest lag of a probe: ${mostLag.toFixed(0)} ms`,
  );
  return !crashed && !grows && mostLag <= MOST_LAG;
}

async function play(
  actor: Actor,
  stage: Stage,
  number: number,
  load: LoadKeeper,
  failed: (error: unknown) => void,
): Promise<void> {
  const { client } = stage;
  while (!client.over.aborted) {
    try {
      await actor.round(stage, number);
    } catch (error) {
      if (!client.over.aborted) failed(error);
    }
    await client.wait(actor.pause ?? load.pause);
  }
}

/** Keeps the server at its share of a core, by the pause between two requests. */
class LoadKeeper {
  /** In ms. */
  pause = 10;
  readonly #server: CliProcess;
  #last = { cpu: 0, at: performance.now() };

  constructor(server: CliProcess) {
    this.#server = server;
  }

  /** @returns the share of a core since the last call */
  adjust(): number {
    const [cpu, at] = [cpuOf(this.#server.pid)?.running ?? 0, performance.now()];
    const share = (cpu - this.#last.cpu) / (at - this.#last.at);
    this.#last = { cpu, at };
    const change = Math.min(2, Math.max(0.5, share / LOAD));
    this.pause = Math.min(1000, Math.max(1, this.pause * change));
    return share;
  }
}

async function openStreams(client: MockClient): Promise<number> {
  const listing = await client.control('panel', 'GET /sessions');
  const sessions = (listing as { readonly results: readonly { readonly streams: number }[] }).results;
  return sessions.reduce((sum, { streams }) => sum + streams, 0);
}

function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
