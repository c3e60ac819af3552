import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Router } from 'express';
import { expect, test } from 'vitest';
import { closeNow, createApp } from '../../src/hosts/server/app.ts';
import { ChatHandler } from '../../src/hosts/server/chat.ts';
import { Instance } from '../../src/meilisearch/routes/state.ts';
import { Simulator } from '../../src/simulator.ts';
import { ask, chatBody } from './live.ts';

test('a fault of ours is Meilisearch’s internal error, in the journal, too', async () => {
  const simulator = new Simulator();
  const instance = new Instance({ workspaces: [] });
  const chat = new ChatHandler({
    simulator,
    spec: () => Promise.reject(new Error('no such file')),
    keys: [],
    bodyLimit: 1000,
    instance: () => instance,
  });
  const meilisearch = () => Promise.resolve();
  const http = createServer(createApp({ chat, meilisearch, control: Router(), exposeOwnHeaders: true }));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const response = await ask(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, chatBody());
  expect([response.status, await response.json()]).toEqual([
    500,
    {
      message: 'no such file',
      code: 'internal',
      type: 'internal',
      link: 'https://docs.meilisearch.com/errors#internal',
    },
  ]);
  expect(simulator.session().lastRequest()).toMatchObject({ status: 500, ending: { type: 'done' } });
  await closeNow(http);
});
