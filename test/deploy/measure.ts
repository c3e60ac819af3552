/** Measures what replicas behind nginx hold: `npm run measure:replicas -- --streams 3000 --seconds 20`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { WORD } from '../bench/answers.ts';
import { CliProcess, cpuOf } from '../fuzz/cli-process.ts';
import { scenarioFolder } from '../fuzz/folder.ts';
import { Gateway } from './gateway.ts';
import { type OpenStream, openStreams, sessionsOf } from './open-streams.ts';

/** Streams go on for so much longer than the measuring takes, in seconds. */
const OPENING = 120;

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '3000' },
    seconds: { type: 'string', default: '20' },
    // Of each stream. The client and nginx take more than the replicas: on two cores, 10 are too many for them.
    tokens: { type: 'string', default: '2' },
  },
});
const streams = Math.min(Number(values.streams), 6000);
const seconds = Math.min(Number(values.seconds), 120);
const tokens = Number(values.tokens);

const text = WORD.repeat((seconds + OPENING) * tokens);
const folder = scenarioFolder({
  many: { name: 'many', pace: { ttft: 0, tps: tokens }, reply: [{ text }] },
});
const startReplica = () => CliProcess.start([folder, '--log-level', 'error', '--no-watch']);
const say = (line: string) => console.log(line);

interface Load {
  readonly cpu: number;
  readonly writes: number;
  readonly late: number;
}

/** What a replica has done so far: CPU in ms, writes of frames, and how many of these were over 50 ms late. */
async function loadOf({ pid, port }: CliProcess): Promise<Load> {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/__mock/metrics`)).text();
  const value = (series: string) => {
    const line = metrics.split('\n').find((one) => one.startsWith(`meilisearch_chat_mock_${series} `));
    return Number(line?.split(' ').at(-1) ?? Number.NaN);
  };
  const writes = value('frame_lag_seconds_count');
  const late = writes - value('frame_lag_seconds_bucket{le="0.05"}');
  return { cpu: cpuOf(pid)?.running ?? Number.NaN, writes, late };
}

/** Holds so many streams on so many replicas. Resolves with the CPU that each stream costs, in percent of one. */
async function measure(count: number, replicas: number, then?: typeof killOne): Promise<number> {
  const processes = await Promise.all(Array.from({ length: replicas }, startReplica));
  const gateway = await Gateway.start(processes.map(({ port }) => port));
  try {
    const names = Array.from({ length: count }, (_, index) => `measured-${index}`);
    const opened = performance.now();
    const open = await openStreams(gateway.url, names, { scenario: 'many', until: '"content":"' });
    const took = ((performance.now() - opened) / 1000).toFixed(1);
    const before = await Promise.all(processes.map(loadOf));
    const since = performance.now();
    await sleep(seconds * 1000);
    const after = await Promise.all(processes.map(loadOf));
    const passed = performance.now() - since;
    const sum = (key: keyof Load) =>
      after.reduce((total, load, index) => total + load[key] - (before[index]?.[key] ?? 0), 0);
    const [cpu, writes, late] = [sum('cpu') / passed, sum('writes'), sum('late')];
    const each = (cpu / count) * 100;
    say(`${replicas} × ${Math.round(count / replicas)} streams of ${tokens} tokens/s, open after ${took} s:`);
    say(
      `  CPU ${(cpu * 100).toFixed(0)} % of one, ${each.toFixed(4)} % a stream; RSS ${rssOf(processes)} MB`,
    );
    say(
      `  ${Math.round((writes / passed) * 1000)} writes/s, ${((late / writes) * 100).toFixed(2)} % of them over 50 ms late`,
    );
    await then?.(processes, open);
    return each;
  } finally {
    await gateway.stop();
    await Promise.all(processes.map((one) => one.stop()));
  }
}

const rssOf = (processes: readonly CliProcess[]) =>
  processes.map(({ rss }) => Math.round(rss?.now ?? 0)).join(' + ');

/** Kills one replica, and says whose streams broke. */
async function killOne(processes: readonly CliProcess[], open: readonly OpenStream[]): Promise<void> {
  const [victim] = processes;
  if (victim === undefined) return;
  const own = await sessionsOf(victim.port);
  const broken = new Set<string>();
  for (const { session, ended } of open) void ended.then(() => broken.add(session));
  await victim.stop();
  await sleep(2000);
  const foreign = [...broken].filter((session) => !own.has(session)).length;
  const expected = open.filter(({ session }) => own.has(session)).length;
  say(
    `A replica with ${expected} of ${open.length} streams was killed: ${broken.size} ended, ${foreign} of them of others.`,
  );
  if (foreign > 0 || broken.size !== expected) process.exitCode = 1;
}

const one = await measure(Math.round(streams / 3), 1);
const three = await measure(streams, 3, killOne);
say(
  `Three replicas hold three times the streams of one, at ${(three / one).toFixed(2)} times the CPU a stream.`,
);
