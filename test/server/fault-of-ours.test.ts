import { createServer } from 'node:http';
import { Router } from 'express';
import { expect, test } from 'vitest';
import { closeNow, createApp } from '../../src/hosts/server/app.ts';
import { ChatHandler } from '../../src/hosts/server/chat.ts';
import { Instance } from '../../src/meilisearch/routes/state.ts';
import { Simulator } from '../../src/simulator.ts';
import { ask, chatBody } from '../kit/chat.ts';
import { listen } from '../kit/listen.ts';

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
  const response = await ask(await listen(http), chatBody());
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
