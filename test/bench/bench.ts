/**
 * `npm run bench`: the figures that the built package has to meet, beside those of `@copilotkit/aimock`. Needs Linux's
 * /proc, and a machine that does nothing else.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { aimock, ours } from './peers.ts';
import { ROWS, type Row } from './rows.ts';

const USAGE = `npm run bench -- [--only ROW]… [--ours] [--cli FILE]

  --only ROW   measure this row; may be given several times
  --ours       measure ours only
  --cli FILE   the program of another build (dist/cli.js)

The rows: ${ROWS.map(({ name }) => name).join(', ')}
`;
const LONGEST = 180_000;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    ours: { type: 'boolean', default: false },
    cli: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const rows = ROWS.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
if (values.help || rows.length === 0) {
  process.stdout.write(USAGE);
  process.exit(values.help ? 0 : 2);
}

const folder = mkdtempSync(join(tmpdir(), 'chat-mock-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
setTimeout(() => {
  process.stderr.write(`Not done after ${LONGEST / 1000} s.\n`);
  process.exit(1);
}, LONGEST).unref();

const peers = { ours: ours(folder, values.cli), aimock: aimock(folder) };
process.stdout.write(`Node ${process.version} on ${cpus().length} × ${cpus()[0]?.model.trim()}\n\n`);
print('', 'bar', 'ours', 'aimock');
let failed = 0;
for (const row of rows) failed += (await measure(row)) ? 0 : 1;
process.exit(failed === 0 ? 0 : 1);

async function measure(row: Row): Promise<boolean> {
  const theirs = values.ours ? undefined : await row.measure(peers.aimock);
  const own = await row.measure(peers.ours);
  const good = row.meets(own, theirs);
  const verdict = good ? styleText('green', 'pass') : styleText('red', 'FAIL');
  print(
    `${row.title} (${row.unit})`,
    row.bar,
    figure(own),
    theirs === undefined ? '' : figure(theirs),
    verdict,
  );
  return good;
}

function print(title: string, bar: string, own: string, theirs: string, verdict = ''): void {
  const line = `${title.padEnd(62)}${bar.padEnd(14)}${own.padStart(8)}${theirs.padStart(10)}  ${verdict}`;
  process.stdout.write(`${line.trimEnd()}\n`);
}

function figure(value: number): string {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
