import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startVitest } from 'vitest/node';

const root = fileURLToPath(new URL('../../', import.meta.url));
const WITHIN = join(root, 'test/vitest');

/** A test of a project, which says what answers a workspace. */
const answers = (workspace: string, scenario: string, options = '') => `
import { expect, test } from 'vitest';
import { setupChatMock } from ${JSON.stringify(`${root}src/vitest.ts`)};
const chat = setupChatMock(${options});
test('answers', async () => {
  const response = await fetch(chat.url + '/chats/${workspace}/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }], stream: true }),
  });
  expect(response.headers.get('x-mock-scenario')).toBe('${scenario}');
});
`;

/** Runs the tests of a project whose root is not the working folder; resolves with how each test ended. */
async function run(files: Readonly<Record<string, string>>) {
  const project = mkdtempSync(join(WITHIN, '.project-'));
  onTestFinished(() => rmSync(project, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text);
  }
  const vitest = await startVitest(
    'test',
    [],
    {
      root: project,
      config: false,
      watch: false,
      reporters: [{}],
      maxWorkers: 1,
      include: ['**/*.case.ts'],
      testTimeout: 30_000,
      // The bundle of Prism is ready to run.
      server: { deps: { external: [/\/dist\//] } },
    },
    { server: { middlewareMode: true } },
  );
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
  await vitest.close();
  return tests.map((one) => one.result().errors?.[0]?.message ?? one.result().state);
}

const OWN = { 'scenarios/own.yaml': 'name: own\nreply:\n  - text: Hello\n' };

test('a Vitest project has the scenarios of its folder `scenarios`, as the server and Playwright have', async () => {
  expect(await run({ ...OWN, 'src/deep/a.case.ts': answers('own', 'own') })).toEqual(['passed']);
}, 60_000);

test('without one, the gallery; and what it names, if it names any', async () => {
  expect(await run({ 'a.case.ts': answers('two-searches', 'two-searches') })).toEqual(['passed']);
  expect(await run({ ...OWN, 'a.case.ts': answers('own', 'generated', '{ scenarios: [] }') })).toEqual([
    'passed',
  ]);
}, 60_000);
