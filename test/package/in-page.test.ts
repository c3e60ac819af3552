import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BrowserPage, openPage } from '../kit/browser-page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder = '';
let open: BrowserPage;

/** As the production build of an app has it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-mock-page-'));
  await build({
    configFile: false,
    root,
    logLevel: 'silent',
    build: {
      outDir: folder,
      emptyOutDir: true,
      rollupOptions: {
        input: fileURLToPath(new URL('in-page-entry.js', import.meta.url)),
        output: { entryFileNames: 'entry.js' },
      },
    },
  });
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) =>
    one.isFile(),
  );
  const files = names.map(async ({ parentPath, name }) => {
    const file = join(parentPath, name);
    return [file.slice(folder.length), await readFile(file)] as const;
  });
  open = await openPage(Object.fromEntries(await Promise.all(files)));
}, 60_000);
afterAll(async () => {
  await open.close();
  await rm(folder, { recursive: true });
});

test('the package answers in a page that Vite has built', async () => {
  const said = await open.page.evaluate(() => (window as unknown as { talk(): Promise<string> }).talk());
  expect(said).toMatch(/"sources\\?":[\s\S]*"content":"Hello"[\s\S]*"content":" there"[\s\S]*\[DONE\]/);
  expect(said).toContain('"two words" is not a name');
  expect(open.said).toEqual([]);
});
