import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { ServerOptions } from './hosts/server/options.ts';
import { type ChatMockServer, createServer } from './hosts/server/server.ts';

/**
 * A mock for the tests of a file: started before the first, made as new after each, stopped after the
 * last. Works with Node's `fetch` and in jsdom. Call it at the top of the file, or in a `describe`.
 *
 * Tests that run at the same time (`test.concurrent`) each take a session: `chat.session('name')` has
 * the same verbs, and a `url` of its own. All of it is made as new when none of them runs any more.
 *
 * @example
 * const chat = setupChatMock({ scenarios: 'scenarios' });
 *
 * test('answers', async () => {
 *   await chat.use('movie-night');
 *   const answer = await ask(chat.url, 'Recommend me a film');
 * });
 */
export function setupChatMock(options: ServerOptions = {}): ChatMockServer {
  const server = createServer(options);
  const running = new Set<string>();
  beforeAll(async () => {
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
