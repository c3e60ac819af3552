import { expect, test } from 'vitest';
import { Simulator } from '../../src/simulator/simulator.ts';
import { chatBody } from '../kit/chat.ts';

test('a fault of ours is Meilisearch’s internal error, in the journal, too', async () => {
  const simulator = new Simulator({}, () => Promise.reject(new Error('no such file')));
  const { status, bursts } = await simulator.handle({
    method: 'POST',
    path: '/chats/main/chat/completions',
    headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(chatBody())),
  });
  expect(status).toBe(500);
  const frames = [
    '{"message":"no such file","code":"internal","type":"internal","link":"https://docs.meilisearch.com/errors#internal"}',
  ];
  bursts.take((burst) => expect(burst).toEqual({ type: 'frames', frames }));
  expect(simulator.session().journal.entries().at(-1)).toMatchObject({
    status: 500,
    ending: { type: 'done' },
  });
});
