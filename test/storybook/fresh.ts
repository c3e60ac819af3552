import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { serveFolder } from '../kit/static-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = readFileSync(`${ROOT}docs/storybook.md`, 'utf8');

/** The code of the page's first section, block by block. */
const [, section = ''] = /^## From an empty folder.*?\n(.*?)^## /ms.exec(PAGE) ?? [];
const blocks = [...section.matchAll(/^```\w+\n(.*?)^```$/gms)].map(([, code = '']) => code);

const STRICT = JSON.stringify({ extends: './tsconfig.app.json', include: ['src/Chat.stories.tsx'] });

const run = async (cwd: string, command: string, args: readonly string[]) => {
  const env = { ...process.env, CI: '1', STORYBOOK_DISABLE_TELEMETRY: '1' };
  await promisify(execFile)(command, [...args], { cwd, env, maxBuffer: 100_000_000 }).catch((error) => {
    throw new Error(`${command} ${args.join(' ')} failed:\n${error.stdout}\n${error.stderr}`);
  });
};

const isReachable = async (url: string) => {
  const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(10_000) }).catch(
    () => undefined,
  );
  return answer !== undefined;
};

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-mock-storybook-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

test('the page on Storybook, word by word, in an empty folder', async ({ page }) => {
  const registry = process.env.npm_config_registry ?? 'https://registry.npmjs.org/';
  test.skip(!(await isReachable(registry)), `the registry of npm cannot be reached: ${registry}`);
  await run(ROOT, 'npm', ['pack', '--ignore-scripts', '--pack-destination', folder]);
  const tarball = (await readdir(folder)).find((file) => file.endsWith('.tgz')) ?? '';

  let cwd = folder;
  for (const block of blocks) {
    const [, file] = /^(?:\/\/|#) (\S+\.(?:tsx|yaml))\n/.exec(block) ?? [];
    const [, config, line] = /^\/\/ add to addons of (\S+)\n(.*)/.exec(block) ?? [];
    if (file !== undefined) await write(join(cwd, file), block);
    else if (config !== undefined && line !== undefined) await addToAddons(join(cwd, config), line);
    else cwd = await follow(block, cwd, join(folder, tarball));
  }

  // The types of the page are right in a project that checks them strictly.
  // Storybook's own examples in it are not.
  await write(join(cwd, 'tsconfig.chat.json'), STRICT);
  await run(cwd, 'npx', ['tsc', '-p', 'tsconfig.chat.json']);
  await run(cwd, 'npm', ['run', 'build-storybook']);
  const site = await serveFolder(join(cwd, 'storybook-static'));
  await page.goto(`${site.url}/?path=/story/chat--held`);
  const story = page.frameLocator('#storybook-preview-iframe');
  await expect(story.getByRole('status')).toHaveText('Try **Interstellar** or', { timeout: 30_000 });
  await page.getByRole('tab', { name: 'Chat' }).click();
  await page.getByRole('button', { name: 'Release last-word' }).click();
  await expect(story.getByRole('status')).toHaveText('Try **Interstellar** or Contact.');
  await site.close();
});

/** Types the commands of a block, but those that would not end; the package comes from here. Returns where one is then. */
async function follow(block: string, cwd: string, tarball: string): Promise<string> {
  let at = cwd;
  for (const line of block.trim().split('\n')) {
    const [command = '', ...args] = line.split(' ');
    if (command === 'cd') at = join(at, args[0] ?? '');
    else if (line !== 'npm run storybook') {
      await run(
        at,
        command,
        args.map((word) => (word === 'meilisearch-chat-mock' ? tarball : word)),
      );
    }
  }
  return at;
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function addToAddons(path: string, line: string): Promise<void> {
  const config = await readFile(path, 'utf8');
  const added = config.replace(/(["']?addons["']?: \[)/, `$1\n    ${line}`);
  expect(added).not.toBe(config);
  await writeFile(path, added);
}
