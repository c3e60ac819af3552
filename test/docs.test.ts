import { afterAll, describe, expect, test } from 'vitest';
import { loadProver } from '../src/proof/prism-prover.ts';
import { parseScenarios } from '../src/scenario/parse.ts';
import { Simulator } from '../src/simulator/simulator.ts';
import {
  blocksOf,
  docFolder,
  isTestFile,
  namedBlocks,
  pageBlocks,
  pages,
  removeFolder,
  runBlock,
  typeErrors,
} from './kit/doc-blocks.ts';

const blocks = pageBlocks();
const runnable = namedBlocks(blocks, 'run');
const typed = namedBlocks(blocks, 'types');

/** Its scenario has a data file beside it: test/data/check.test.ts. */
const files = [...pages]
  .filter(([path]) => path !== 'docs/data.md')
  .flatMap(([path, text]) =>
    blocksOf(text)
      .filter(({ language, code }) => language === 'yaml' && /^(?:#.*\n)*name: /.test(code))
      .map(({ code }, index) => [`${path}, ${index + 1}`, code] as const),
  );

test.each(files)('the scenario in %s is right', async (file, code) => {
  const { scenarios, problems } = parseScenarios(code, file);
  const simulator = new Simulator({}, loadProver);
  const proofs = await Promise.all(scenarios.map((one) => simulator.prove(one)));
  expect([...problems, ...proofs.flatMap((proof) => proof.problems)]).toEqual([]);
  expect(scenarios).toHaveLength(code.split('\n---\n').length);
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

  // Each block has tests of its own. The others are programs: test/docs/programs.test.ts.
  describe.each([...runnable].filter(([, code]) => isTestFile(code)))('of %s', async (name, code) => {
    await runBlock(folder, name, code);
  });
});
