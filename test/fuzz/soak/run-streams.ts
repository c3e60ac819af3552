import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { WORD } from '../../bench/answers.ts';
import { Connection, type Target } from '../../bench/connection.ts';
import { CliProcess, cpuOf } from '../cli-process.ts';
import { scenarioFolder } from '../folder.ts';

const TOKENS_A_SECOND = 10;
const GAP = 1000 / TOKENS_A_SECOND;
/** How many streams are opened at once. */
const GROUP = 100;
/** How long opening all of them may take, in seconds: streams go on for so much longer. */
const OPENING = 60;
/** The lateness that passes for 99 of 100 tokens, in ms. */
const MOST_LATE = 50;

const BODY = JSON.stringify({
  model: 'gpt-4o',
  stream: true,
  messages: [{ role: 'user', content: 'tell me' }],
});

/** When the tokens of a stream came. */
class Arrivals {
  /** Of each token: how long after the first one it came, less its place at the pace. */
  readonly #offsets: Float32Array;
  #base = 0;
  #earliest = Number.POSITIVE_INFINITY;
  #count = 0;

  constructor(most: number) {
    this.#offsets = new Float32Array(most);
  }

  get count(): number {
    return this.#count;
  }

  /** Before the tokens comes the role. */
  frames(frames: number, at: number): void {
    if (this.#count === 0) this.#base = at;
    while (this.#count < frames - 1 && this.#count < this.#offsets.length) {
      const offset = at - this.#base - this.#count * GAP;
      this.#offsets[this.#count++] = offset;
      this.#earliest = Math.min(this.#earliest, offset);
    }
  }

  /** How late the tokens from an index on were, after the deadline that the earliest token of the stream tells. */
  late(from: number): number[] {
    return Array.from(this.#offsets.subarray(from, this.#count), (offset) => offset - this.#earliest);
  }
}

/** Many paced streams at once. Returns whether their tokens came in time. */
export async function runStreams(
  streams: number,
  minutes: number,
  print: (line: string) => void,
): Promise<boolean> {
  const tokens = Math.ceil((minutes * 60 + OPENING) * TOKENS_A_SECOND);
  const reply = [{ text: WORD.repeat(tokens) }];
  const scenario = { name: 'many', pace: { ttft: 100, tps: TOKENS_A_SECOND }, reply };
  const server = await CliProcess.start([scenarioFolder({ many: scenario }), '--log-level', 'error']);
  const target: Target = { port: server.port, path: '/chats/many/chat/completions' };
  const open: { readonly connection: Connection; readonly arrivals: Arrivals }[] = [];

  const opened = performance.now();
  while (open.length < streams) {
    const group = Array.from({ length: Math.min(GROUP, streams - open.length) }, () => {
      const stream = { connection: new Connection(target), arrivals: new Arrivals(tokens) };
      open.push(stream);
      return new Promise<void>((resolve) => {
        stream.connection.request(BODY, {
          frames(count, at) {
            stream.arrivals.frames(count, at);
            if (count > 1) resolve();
          },
        });
      });
    });
    await Promise.all(group);
  }
  print(
    `${streams} streams of ${TOKENS_A_SECOND} tokens/s are open after ${seconds(performance.now() - opened)} s`,
  );

  const before = open.map(({ arrivals }) => arrivals.count);
  const [cpu, since] = [cpuOf(server.pid), performance.now()];
  const own = monitorEventLoopDelay({ resolution: 10 });
  own.enable();
  await Promise.race([sleep(minutes * 60_000), server.gone]);
  own.disable();
  const [after, passed] = [cpuOf(server.pid), performance.now() - since];
  const rss = server.rss;
  const crashed = server.crashed;
  for (const { connection } of open) connection.close();
  await server.stop();

  const late = Float32Array.from(
    open.flatMap(({ arrivals }, index) => arrivals.late(before[index] ?? 0)),
  ).sort();
  const at = (share: number) =>
    late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? Number.NaN;
  print(
    `tokens: ${late.length.toLocaleString('en')} in ${seconds(passed)} s, ${Math.round(late.length / passed) * 1000}/s`,
  );
  print(`late: p50 ${ms(at(0.5))}, p90 ${ms(at(0.9))}, p99 ${ms(at(0.99))}, max ${ms(at(1))}`);
  print(
    `the client's own event loop was late by: p50 ${loop(own.percentile(50))}, p99 ${loop(own.percentile(99))}, max ${loop(own.max)}`,
  );
  if (cpu !== undefined && after !== undefined) {
    const share = (value: number) => `${Math.round((value / passed) * 100)} %`;
    print(
      `the server computed for ${share(after.running - cpu.running)} of the time, waited for a CPU for ${share(after.waiting - cpu.waiting)}; RSS ${Math.round(rss?.now ?? 0)} MB, peak ${Math.round(rss?.peak ?? 0)} MB`,
    );
  }
  if (crashed) print(`The server ended: ${server.lastWords}`);
  return !crashed && at(0.99) < MOST_LATE;
}

const ms = (value: number) => `${value.toFixed(1)} ms`;
/** The monitor counts nanoseconds, and its own resolution with them. */
const loop = (value: number) => ms(Math.max(0, value / 1e6 - 10));
const seconds = (value: number) => (value / 1000).toFixed(1);
