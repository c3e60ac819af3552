import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';

const watcher = Object.assign(new EventEmitter(), { close: async () => undefined });
vi.mock('chokidar', () => ({ watch: () => watcher }));

test('a system that has no more watchers to give is told of, and the server lives on', async () => {
  await using server = createServer({ scenarios: 'scenarios', watch: true });
  await server.listen();
  await vi.waitUntil(() => watcher.listenerCount('error') > 0);
  const reported = new Promise((resolve) => {
    server.onReload(({ problems }) => problems.length > 0 && resolve(problems));
  });
  watcher.emit('error', Object.assign(new Error('ENOSPC: limit reached'), { code: 'ENOSPC' }));
  expect(await reported).toEqual([
    {
      severity: 'warning',
      message: 'not every change of a file is noticed: ENOSPC: limit reached',
      hint: 'reload by hand: the key `r`, or `server.reload()`',
      origin: {},
    },
  ]);
});
