import { expect, test, vi } from 'vitest';
import { askStream } from '../kit/chat.ts';

test('the engine is loaded for the first scenario that has a template, and not before', async () => {
  let loaded = 0;
  vi.doMock('liquidjs', (importOriginal) => {
    loaded++;
    return importOriginal();
  });
  // Other tests have it already.
  vi.resetModules();
  const { createServer } = await import('../../src/hosts/server/server.ts');
  const plain = {
    name: 'plain',
    reply: [{ search: { index: 'a', documents: [{ t: '{' }] } }, { text: 'a { b } %}' }],
  };
  await using mock = createServer({ speed: 0, scenarios: [plain] });
  await mock.listen();
  await mock.use(plain);
  expect((await askStream(mock.url)).text).toBe('a { b } %}');
  expect(loaded).toBe(0);
  await mock.use({ name: 'template', reply: [{ text: '{{ workspace }}' }] });
  expect((await askStream(mock.url)).text).toBe('main');
  expect(loaded).toBe(1);
  vi.doUnmock('liquidjs');
  vi.resetModules();
}, 30_000);
