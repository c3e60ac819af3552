import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { build } from 'rolldown';
import { expect, test } from 'vitest';

const FOLDER = 'node_modules/.cache/fuzz-test';

// The short run of `npm run fuzz`, on the built program, beside all other tests: what is slow here takes seconds.
test('the server and the checks survive generated requests and files', async () => {
  await build({
    input: ['test/fuzz/fuzz.ts', 'test/fuzz/probe.ts', 'test/fuzz/files/check-files.ts'],
    platform: 'node',
    logLevel: 'warn',
    output: { dir: FOLDER },
  });
  const options = [
    '--requests',
    '2000',
    '--files',
    '300',
    '--seed',
    '1',
    '--seconds',
    '60',
    '--slow',
    '5000',
  ];
  const run = promisify(execFile)(process.execPath, [`${FOLDER}/fuzz.js`, ...options]);
  const { code = 0, stdout } = await run.catch((error) => error);
  expect(stdout).toMatch(/ sent +2,000\n/);
  expect(stdout).toMatch(/ checked +300\n/);
  expect(code, stdout).toBe(0);
}, 180_000);
