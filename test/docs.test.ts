import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { blocksOf, docFolder, namedBlocks, removeFolder, runBlock, typeErrors } from './kit/doc-blocks.ts';

const docs = new URL('../docs/', import.meta.url);
/** Whose code is followed in an app of its own: by test/package/vite.test.ts, and by `npm run test:fresh`. */
const FOLLOWED = ['vite.md', 'storybook.md'];
const blocks = readdirSync(docs)
  .filter((file) => file.endsWith('.md') && !FOLLOWED.includes(file))
  .flatMap((file) => blocksOf(readFileSync(new URL(file, docs), 'utf8')));
const runnable = namedBlocks(blocks, 'run');
const typed = namedBlocks(blocks, 'types');

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
