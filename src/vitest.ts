import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { ServerOptions } from './hosts/server/options.ts';
import { defaultScenarios } from './hosts/server/scenario-folder.ts';
import { type ChatMockServer, createMockServer } from './hosts/server/server.ts';

/**
 * A mock for the tests of a file: started before the first, made as new after each, stopped after the
 * last. Works with Node's `fetch` and in jsdom. Call it at the top of the file, or in a `describe`.
 *
 * The scenarios are those of the folder `scenarios` in the root of the Vitest project, or else the gallery that comes with the
 * package; `scenarios` says otherwise, and `[]` is none.
 *
 * Tests that run at the same time (`test.concurrent`) each take a session: `chat.session('name')` has
 * the same verbs, and a `url` of its own. All of it is made as new when none of them runs any more.
 *
 * @example
 * const chat = setupChatMock();
 *
 * test('answers', async () => {
 *   await chat.use('movie-night');
 *   const answer = await ask(chat.url, 'Recommend me a film');
 * });
 */
export function setupChatMock(options: ServerOptions = {}): ChatMockServer {
  let root = process.cwd();
  const { scenarios = () => defaultScenarios(root).path } = options;
  const { server } = createMockServer({ ...options, scenarios });
  const running = new Set<string>();
  // Vitest takes the first parameter of a hook for fixtures, and which one the suite is depends on its version.
  beforeAll(async function () {
    // biome-ignore lint/complexity/noArguments: see above.
    root = rootOf([...arguments]) ?? root;
    await server.listen();
  });
  beforeEach(({ task }) => {
    running.add(task.id);
  });
  afterEach(async ({ task }) => {
    running.delete(task.id);
    if (running.size === 0) await server.resetAll();
  });
  afterAll(() => server.close());
  return server;
}

/** The root of the Vitest project, from what a hook is given: the suite, in newer versions after a context. */
function rootOf(given: readonly unknown[]): string | undefined {
  const { file } = (given.at(-1) ?? {}) as {
    readonly file?: { readonly name: string; readonly filepath: string };
  };
  // The name of a file is its path, seen from the root.
  return file?.filepath.endsWith(`/${file.name}`) ? file.filepath.slice(0, -file.name.length - 1) : undefined;
}
