/**
 * `npm run soak`: a steady load on the built server with everything on, or very many streams at once. Tells whether its
 * memory stays flat, and whether it is ever late.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { runSoak } from './run-soak.ts';
import { runStreams } from './run-streams.ts';

const USAGE = `npm run soak -- [--minutes N] [--seed N] [--streams N]

  --minutes N   for so long (60)
  --seed N      the choices of another seed (1)
  --streams N   only so many streams of 10 tokens/s at once, and how late their tokens are
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    streams: { type: 'string', default: '0' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [minutes = 0, seed = 0, streams = 0] = [values.minutes, values.seed, values.streams].map(Number);
if (values.help || !(minutes > 0) || !Number.isSafeInteger(seed) || !Number.isSafeInteger(streams)) {
  process.stdout.write(USAGE);
  process.exit(values.help ? 0 : 2);
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const load = () =>
  print(
    `load average ${loadavg()
      .map((value) => value.toFixed(1))
      .join(' ')}`,
  );
print(`Node ${process.version}`);
load();
const passed = streams > 0 ? await runStreams(streams, minutes, print) : await runSoak(minutes, seed, print);
load();
process.exit(passed ? 0 : 1);
