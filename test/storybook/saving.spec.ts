import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { closeNow } from '../../src/hosts/server/http-server.ts';
import { listen } from '../kit/listen.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

let project: string;
let storybook: ChildProcess;
let url: string;

/** A project that the test may write into. Within the repository, where the package is found. */
test.beforeAll(async () => {
  project = await mkdtemp(path('.run-'));
  await cp(path('fixture'), project, { recursive: true });
  url = await freeUrl();
  const args = ['dev', '-c', `${project}/.storybook`, '-p', new URL(url).port, '--ci', '--exact-port'];
  storybook = spawn(
    process.execPath,
    [path('../../node_modules/storybook/dist/bin/dispatcher.js'), ...args],
    {
      cwd: project,
      stdio: 'ignore',
      // With its children, so that all of them can be ended.
      detached: true,
      env: { ...process.env, STORYBOOK_DISABLE_TELEMETRY: '1' },
    },
  );
  const isUp = () =>
    fetch(`${url}/index.json`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(isUp, { timeout: 60_000 }).toBe(true);
});

test.afterAll(async () => {
  if (storybook.pid !== undefined) process.kill(-storybook.pid);
  await rm(project, { recursive: true, force: true });
});

test('in development, a save of a scenario renders the story again, and ends its streams', async ({
  page,
}) => {
  test.slow();
  await page.goto(`${url}/iframe.html?id=asker--matched&viewMode=story`);
  await expect(page.getByText('Hello')).toBeVisible({ timeout: 30_000 });
  const file = `${project}/scenarios/hello.yaml`;
  await writeFile(file, (await readFile(file, 'utf8')).replace('text: Hello', 'text: Good evening'));
  await expect(page.getByText('Good evening')).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, 'ends'))).toHaveLength(1);
});

async function freeUrl(): Promise<string> {
  const server = createServer();
  const free = await listen(server);
  await closeNow(server);
  return free;
}
