import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { ask, chatBody, declare, MEILI_TOOLS } from '../kit/chat.ts';
import { mask } from '../kit/mask.ts';

const scenarios = [
  {
    name: 'all',
    pace: { jitter: 1 },
    reply: [
      { text: 'Let me look.' },
      { search: { index: 'movies', q: 'space', documents: 4 } },
      { text: 'Found.' },
      { toolCall: { name: 'get_weather' } },
    ],
  },
];
const [one, two, other, fresh] = [
  createServer({ speed: 0, scenarios, seed: 7 }),
  createServer({ speed: 0, scenarios, seed: 7 }),
  createServer({ speed: 0, scenarios, seed: 8 }),
  createServer({ speed: 0, scenarios }),
];
const all = [one, two, other, fresh];
beforeAll(() => Promise.all(all.map((server) => server.listen())));
afterAll(() => Promise.all(all.map((server) => server.close())));

const BODIES: [string, string, Record<string, unknown>][] = [
  ['a scenario with searches', 'all', { stream: true, tools: declare(...MEILI_TOOLS, 'get_weather') }],
  ['a made-up text', 'main', { stream: true }],
  ['a made-up text, whole', 'main', {}],
  ['several choices', 'main', { stream: true, n: 3 }],
  ['JSON', 'main', { response_format: { type: 'json_object' } }],
  ['log probabilities', 'main', { stream: true, logprobs: true, top_logprobs: 2 }],
  ['speech', 'main', { stream: true, modalities: ['text', 'audio'], audio: { voice: 'ash', format: 'wav' } }],
];

async function text(server: typeof one, workspace: string, more: Record<string, unknown>) {
  return (await ask(server.url, chatBody(more), { workspace })).text();
}

describe.each(BODIES)('%s', (_, workspace, more) => {
  test('is the same for the same request, but for ids and times', async () => {
    const [first, second] = [await text(fresh, workspace, more), await text(fresh, workspace, more)];
    expect(second).not.toBe(first);
    expect(mask(second)).toBe(mask(first));
  });

  test('is the same to the byte with a seed, also from another server', async () => {
    const texts = [
      await text(one, workspace, more),
      await text(one, workspace, more),
      await text(two, workspace, more),
    ];
    expect(new Set(texts).size).toBe(1);
  });

  test('is another one with another seed', async () => {
    const [a, b] = [await text(one, workspace, more), await text(other, workspace, more)];
    expect(a).not.toBe(b);
  });
});

test('another question makes up another answer', async () => {
  const answers = await Promise.all(
    ['a', 'b', 'c'].map((content) => text(one, 'main', { messages: [{ role: 'user', content }] })),
  );
  expect(new Set(answers.map(mask)).size).toBe(3);
});

test('seeded answers are made at a fixed time', async () => {
  const { created } = JSON.parse(await text(one, 'main', {})) as { created: number };
  expect(new Date(created * 1000).toISOString()).toBe('2026-01-01T00:00:00.000Z');
});
