import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createServer } from '../../src/hosts/server/server.ts';
import { serveFolder } from '../kit/static-server.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const ROOT = path('../..');

/** Where the storybooks are, for the tests. */
export const urls = {
  /** The one of `examples/storybook`. */
  example: () => process.env.TEST_STORYBOOK_EXAMPLE ?? '',
  /** The one of `fixture`. */
  fixture: () => process.env.TEST_STORYBOOK_FIXTURE ?? '',
  /** The same, whose stories are answered by a server. */
  remote: () => process.env.TEST_STORYBOOK_REMOTE ?? '',
  /** That server. */
  mock: () => process.env.TEST_STORYBOOK_MOCK ?? '',
};

/** Builds the storybooks, and serves them while the tests run. */
// biome-ignore lint/style/noDefaultExport: Playwright asks for one
export default async function buildStorybooks(): Promise<() => Promise<void>> {
  const mock = createServer({ scenarios: path('fixture/scenarios'), watch: false });
  const mockUrl = await mock.listen();
  const [example, fixture, remote] = await Promise.all([
    build(path('../../examples/storybook'), 'example'),
    build(path('fixture'), 'fixture').then(serveFolder),
    build(path('fixture'), 'remote', { MEILISEARCH_CHAT_MOCK_URL: mockUrl }).then(serveFolder),
  ]);
  const served = await serveFolder(example);
  Object.assign(process.env, {
    TEST_STORYBOOK_EXAMPLE: served.url,
    TEST_STORYBOOK_FIXTURE: fixture.url,
    TEST_STORYBOOK_REMOTE: remote.url,
    TEST_STORYBOOK_MOCK: mockUrl,
  });
  return async () => {
    await Promise.all([served.close(), fixture.close(), remote.close()]);
    await mock.close();
  };
}

/** `storybook build` of a project. Resolves with the folder of the static files. */
async function build(project: string, name: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const folder = `${ROOT}node_modules/.cache/storybook-${name}`;
  const storybook = `${ROOT}node_modules/storybook/dist/bin/dispatcher.js`;
  const args = ['build', '-c', `${project}/.storybook`, '-o', folder, '--quiet', '--disable-telemetry'];
  await promisify(execFile)(process.execPath, [storybook, ...args], {
    cwd: ROOT,
    env: { ...process.env, STORYBOOK_DISABLE_TELEMETRY: '1', ...env },
  });
  return folder;
}
