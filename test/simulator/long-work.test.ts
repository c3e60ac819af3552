import { afterEach, expect, test, vi } from 'vitest';
import { loadProver } from '../../src/proof/prism-prover.ts';
import { scenarioFromObject } from '../../src/scenario/scenario.ts';
import type { SimulatorRequest } from '../../src/simulator/request.ts';
import { Simulator } from '../../src/simulator/simulator.ts';
import { chatBody, chatHeaders } from '../kit/chat.ts';
import { longestWait } from '../kit/longest-wait.ts';

/** What nobody is kept waiting for longer, also on a busy machine; without slices it was 1.4 s to 77 s. In ms. */
const LONGEST = 1000;

const PROSE = "The quick brown fox jumps over the lazy dog, and then it isn't here any more. Où ça ? ";
const LONG = PROSE.repeat(5_500);

const simulator = new Simulator({ speed: 0 }, loadProver);
simulator.setScenarios([
  scenarioFromObject({ name: 'prose', reply: [{ text: LONG }] }),
  scenarioFromObject({ name: 'word', reply: [{ text: 'a'.repeat(500_000) }] }),
  scenarioFromObject({ name: 'marks', reply: [{ text: '\u0301'.repeat(200_000) }] }),
  scenarioFromObject({ name: 'emoji', reply: [{ text: '👩‍👩‍👧‍👦'.repeat(10_000) }] }),
]);

afterEach(() => {
  vi.useRealTimers();
  simulator.resetAll();
});

const request = (more: Record<string, unknown>, scenario?: string) => ({
  method: 'POST',
  path: '/chats/main/chat/completions',
  headers: { ...chatHeaders, ...(scenario === undefined ? {} : { 'x-mock-scenario': scenario }) },
  body: new TextEncoder().encode(JSON.stringify(chatBody(more))),
});

/** Sends a request, and takes its whole answer. */
async function exchange(sent: SimulatorRequest): Promise<number> {
  const { bursts, status } = await simulator.handle(sent);
  let first: unknown;
  await new Promise<void>((resolve) => {
    const take = () =>
      bursts.take((burst) => {
        first ??= burst?.type === 'frames' ? burst.frames[0] : undefined;
        if (burst === undefined) resolve();
        else setImmediate(take);
      });
    take();
  });
  // What went wrong says its body.
  if (status === 500) throw new Error(String(first));
  return status;
}

const ask = (content: string) => ({ messages: [{ role: 'user', content }] });
const logprobs = { logprobs: true, top_logprobs: 20 };

test.each<[string, Record<string, unknown>, string?]>([
  ['5 MB of prose', { ...ask(PROSE.repeat(57_000)), stream: true, stream_options: { include_usage: true } }],
  ['a word of 5 MB', ask('a'.repeat(5_000_000))],
  // V8 has no stack for `{4,}` over this.
  ['a word of 8 MB', ask('a'.repeat(8_000_000))],
  ['5 MB of combining marks', ask('\u0301'.repeat(2_500_000))],
  ['5 MB of emoji', ask('👩‍👩‍👧‍👦'.repeat(200_000))],
  ['255 choices with log probabilities, streamed', { n: 255, ...logprobs, stream: true }],
  ['255 choices with log probabilities', { n: 255, ...logprobs }],
  ['a scenario of 100,000 tokens, streamed', { stream: true, ...logprobs }, 'prose'],
  ['a scenario of 100,000 tokens', {}, 'prose'],
  ['a scenario of one long word', { stream: true }, 'word'],
  ['a scenario of combining marks', { stream: true }, 'marks'],
  ['a scenario of emoji', { stream: true }, 'emoji'],
  ['thousands of stop sequences', { stop: Array.from({ length: 20_000 }, (_, n) => `§${n}`) }, 'prose'],
])(
  'keeps nobody waiting: %s',
  async (_, more, scenario) => {
    const sent = request(more, scenario);
    await exchange(request({}));
    const { result: status, longest } = await longestWait(() => exchange(sent));
    expect(status).toBe(200);
    expect(longest).toBeLessThan(LONGEST);
  },
  60_000,
);

test('goes on where a test has faked the timers', async () => {
  vi.useFakeTimers({ toFake: ['setImmediate', 'performance', 'setTimeout'] });
  const { status } = await simulator.handle(request({ stream: true }, 'prose'));
  expect(status).toBe(200);
}, 60_000);

test('answers a request whose ignored values are nested deeper than JavaScript can write', async () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const sent = request({});
  const body = new TextEncoder().encode(
    JSON.stringify({ ...chatBody(), x: 1 }).replace('"x":1', `"x":${deep}`),
  );
  expect(await exchange({ ...sent, body })).toBe(200);
});
