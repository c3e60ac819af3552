import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { loadProver } from '../src/proof/prism-prover.ts';
import { parseScenarios } from '../src/scenario/parse.ts';
import { Simulator } from '../src/simulator/simulator.ts';
import { blocksOf, docFolder, namedBlocks, removeFolder, runBlock, typeErrors } from './kit/doc-blocks.ts';

const docs = new URL('../docs/', import.meta.url);
/** Whose code is followed in an app of its own: by test/package/vite.test.ts, and by `npm run test:fresh`. */
const FOLLOWED = ['vite.md', 'storybook.md'];
const blocks = readdirSync(docs)
  .filter((file) => file.endsWith('.md') && !FOLLOWED.includes(file))
  .flatMap((file) => blocksOf(readFileSync(new URL(file, docs), 'utf8')));
const runnable = namedBlocks(blocks, 'run');
const typed = namedBlocks(blocks, 'types');

/** Its scenario has a data file beside it: test/data/check.test.ts. */
const files = readdirSync(docs)
  .filter((file) => file.endsWith('.md') && file !== 'data.md')
  .flatMap((file) =>
    blocksOf(readFileSync(new URL(file, docs), 'utf8'))
      .filter(({ language, code }) => language === 'yaml' && /^name: /.test(code))
      .map(({ code }, index) => [`${file}, ${index + 1}`, code] as const),
  );

test.each(files)('the scenario in %s is right', async (file, code) => {
  const { scenarios, problems } = parseScenarios(code, file);
  const simulator = new Simulator({}, loadProver);
  const proofs = await Promise.all(scenarios.map((one) => simulator.prove(one)));
  expect([...problems, ...proofs.flatMap((proof) => proof.problems)]).toEqual([]);
  expect(scenarios.length).toBeGreaterThan(0);
});

describe('the code of docs', async () => {
  const folder = await docFolder();
  afterAll(() => removeFolder(folder));

  test('is run, or has its types checked', () => {
    const typescript = blocks.filter(({ language }) => language === 'ts');
    expect(typescript.length).toBe(runnable.size + typed.size);
    expect(runnable.size).toBeGreaterThan(0);
  });

  test('keeps its types', async () => {
    expect(await typeErrors(folder, [...runnable, ...typed])).toBe('');
  }, 60_000);

  // Each block has tests of its own.
  describe.each([...runnable])('of %s', async (name, code) => {
    await runBlock(folder, name, code);
  });
});
