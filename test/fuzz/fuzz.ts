/**
 * `npm run fuzz`: generated requests to the built server, and generated scenario files to the checks that it uses. The
 * same seed makes the same ones. Fails when the server ends, answers 500 or takes a second (`--slow`) to answer a probe,
 * not counting how long it waits for a CPU, or when a file makes a check throw or takes five seconds.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runFiles } from './files/run-files.ts';
import { type Explained, fileLines, incidentLines, requestLines } from './report.ts';
import { type FuzzRequest, requestAt } from './requests/generate.ts';
import { Replayer, type RequestReport, runRequests } from './run-requests.ts';

const USAGE = `npm run fuzz -- [--requests N] [--files N] [--seed N] [--seconds N] [--slow MS] [--kind NAME]… [--only INDEX]…

  --requests N   how many requests are sent (100000)
  --files N      how many scenario files are checked (10000)
  --seed N       the requests and files of another seed (1)
  --seconds N    requests have so much time at the most, and files the same (1800)
  --slow MS      a probe that is answered in more milliseconds is slow (1000)
  --kind NAME    of the requests, send those of this kind; may be given several times
  --only INDEX   send this one request to an idle server, as often as the option is given
`;
/** Where requests and files that failed are kept. */
const REPROS = 'node_modules/.cache/fuzz/failures';
/** A file that is checked for longer is slow, in ms: the largest ones have 12,000 scenarios, or as many documents. */
const SLOW_FILE = 5000;
/** How many of the requests that were in flight are sent once more, to find one that blocks a server by itself. */
const MOST_SUSPECTS = 16;
/** A server that computes for so long before it answers a probe is blocked, in ms. */
const BLOCKS = 300;
const LONGEST_REPLAYING = 120_000;

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    files: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '1800' },
    slow: { type: 'string', default: '1000' },
    kind: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const numbers = [values.requests, values.files, values.seed, values.seconds, values.slow, ...values.only].map(
  Number,
);
if (values.help || !numbers.every(Number.isSafeInteger)) {
  process.stdout.write(USAGE);
  process.exit(values.help ? 0 : 2);
}
const [requests = 0, files = 0, seed = 0, seconds = 0, slow = 0, ...only] = numbers;
const progress = (text: string) => process.stderr.write(`${text}\n`);
const print = (...lines: readonly string[]) => process.stdout.write(`${lines.join('\n')}\n`);

mkdirSync(REPROS, { recursive: true });
process.exit((await (only.length > 0 ? replayOnly(only) : fuzz())) ? 0 : 1);

async function fuzz(): Promise<boolean> {
  const load = () =>
    `load average ${loadavg()
      .map((value) => value.toFixed(1))
      .join(' ')}`;
  print(`seed ${seed}; Node ${process.version}; ${load()}`, '');
  const requestReport = await runRequests({ seed, requests, kinds: values.kind, seconds, slow, progress });
  print(...requestLines(requestReport), `  ${load()}`, '');
  for (const { request } of requestReport.wrong) save(`${seed}-${request.index}.http`, request.bytes);
  for (const incident of requestReport.incidents) {
    for (const { index, bytes } of incident.suspects.slice(0, MOST_SUSPECTS))
      save(`${seed}-${index}.http`, bytes);
  }
  await explain(requestReport);
  const fileReport = await runFiles({ seed, files, seconds, slow: SLOW_FILE });
  print(...fileLines(fileReport), `  ${load()}`);
  for (const { file } of fileReport.failures) save(`${seed}-${file.name}`, file.text);
  const failed = requestReport.wrong.length + requestReport.incidents.length + fileReport.failures.length;
  if (failed > 0)
    print('', `What failed is in ${REPROS}. A request alone: npm run fuzz -- --seed ${seed} --only INDEX`);
  return failed === 0;
}

/** Tells which of the requests that were in flight block the server by themselves, as long as there is time for it. */
async function explain({ incidents }: RequestReport): Promise<void> {
  const replayer = new Replayer();
  const deadline = performance.now() + LONGEST_REPLAYING;
  /** How often requests of a kind were guilty: those are tried first. */
  const guilty = new Map<string, number>();
  for (const incident of incidents) {
    const found: Explained[] = [];
    const rank = ({ kind }: FuzzRequest) => guilty.get(kind) ?? 0;
    const suspects = incident.suspects.slice(0, MOST_SUSPECTS).sort((a, b) => rank(b) - rank(a));
    for (const request of suspects) {
      if (performance.now() > deadline) break;
      const replay = await replayer.replay(request);
      if (replay.cpu < BLOCKS && Number.isFinite(replay.probe)) continue;
      found.push({ request, replay });
      guilty.set(request.kind, rank(request) + 1);
      break;
    }
    print(...incidentLines(incident, found));
  }
  await replayer.stop();
}

async function replayOnly(indexes: readonly number[]): Promise<boolean> {
  const replayer = new Replayer();
  let slowest = 0;
  for (const index of indexes) {
    const request = requestAt(seed, index);
    save(`${seed}-${index}.http`, request.bytes);
    const { probe, cpu, status } = await replayer.replay(request);
    print(
      `${index} ${request.kind} ${request.path.slice(0, 80)} ${JSON.stringify(request.note.slice(0, 300))}: status ${status}, slowest probe ${probe.toFixed()} ms, CPU ${cpu.toFixed()} ms`,
    );
    slowest = Math.max(slowest, probe);
  }
  await replayer.stop();
  return slowest < slow;
}

function save(name: string, content: string | Uint8Array): void {
  writeFileSync(join(REPROS, name), content);
}
