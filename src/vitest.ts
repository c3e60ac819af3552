import { afterAll, afterEach, beforeAll } from 'vitest';
import type { ServerOptions } from './server/options.ts';
import { type ChatMockServer, createServer } from './server/server.ts';

/**
 * A mock for the tests of a file: started before the first, made as new after each, stopped after the
 * last. Works with Node's `fetch` and in jsdom. Call it at the top of the file.
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
  beforeAll(async () => {
    await server.listen();
  });
  afterEach(() => server.resetAll());
  afterAll(() => server.close());
  return server;
}
