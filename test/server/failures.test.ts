import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, RetryError } from 'ai';
import { Meilisearch } from 'meilisearch';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../src/client.ts';
import { createFetchMock } from '../../src/hosts/fetch/fetch-mock.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { ask, askStream, chatBody, violations } from '../kit/chat.ts';

const PAGE = '<html><h1>502</h1><p>No {{ workspace }} today</p></html>';
const scenarios: ScenarioInput[] = [
  { name: 'plain', reply: [{ text: 'All is well.' }] },
  { name: 'page', error: { status: 502, body: PAGE, headers: { 'X-Cache': 'MISS' } } },
  { name: 'json', error: { status: 429, body: { error: { message: 'Slow down, {{ message }}' } } } },
  { name: 'text', error: { status: 503, body: 'upstream connect error', headers: { 'Retry-After': '7' } } },
  { name: 'bare', error: { status: 504 } },
  { name: 'empty', error: { status: 500, body: '', headers: { 'Content-Type': 'application/x-none' } } },
  {
    name: 'then-fine',
    attempts: [{ error: { status: 502 } }, { reply: [{ text: 'Fine.' }] }],
  },
  { name: 'second-turn', turns: [[{ text: 'One.' }], { error: { status: 504, body: 'Two late' } }] },
];
const server = createServer({ speed: 0, scenarios });
beforeAll(() => server.listen());
afterEach(() => server.resetAll());
afterAll(() => server.close());

const by = (name: string) => ({ workspace: 'films', headers: { 'x-mock-scenario': name } });
const streamed = chatBody({ stream: true });

describe('an error with a status', () => {
  test.each([
    ['page', 502, 'text/html; charset=utf-8', '<html><h1>502</h1><p>No films today</p></html>'],
    ['json', 429, 'application/json', '{"error":{"message":"Slow down, What is there to see?"}}'],
    ['text', 503, 'text/plain; charset=utf-8', 'upstream connect error'],
    ['empty', 500, 'application/x-none', ''],
  ])('%s', async (name, status, type, body) => {
    const response = await ask(server.url, streamed, by(name));
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toBe(body);
    expect(violations(response)).toEqual([]);
    const last = await server.lastRequest();
    expect(last).toMatchObject({ status, scenario: name, violations: [], ending: { type: 'done' } });
    expect(last?.warnings).toEqual([
      `this ${status} is no answer of Meilisearch's, and not in its OpenAPI document: it is meant so`,
    ]);
    expect(last?.frames.map(({ data }) => data)).toEqual([body]);
  });

  test('its headers, and the page of nginx where it has no body', async () => {
    expect((await ask(server.url, streamed, by('page'))).headers.get('x-cache')).toBe('MISS');
    expect((await ask(server.url, streamed, by('text'))).headers.get('retry-after')).toBe('7');
    expect(await (await ask(server.url, streamed, by('bare'))).text()).toContain('504 Gateway Timeout');
  });

  test('in attempts, with the openai client, which tries again by itself', async () => {
    const client = new OpenAI({ baseURL: `${server.url}/chats/films`, apiKey: 'any', maxRetries: 1 });
    const completion = await client.chat.completions.create(
      { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] },
      { headers: { 'x-mock-scenario': 'then-fine' } },
    );
    expect(completion.choices[0]?.message.content).toBe('Fine.');
    expect((await server.requests()).map(({ status }) => status)).toEqual([502, 200]);
  });

  test('in turns, with the openai client', async () => {
    const client = new OpenAI({ baseURL: `${server.url}/chats/films`, apiKey: 'any', maxRetries: 0 });
    const messages = [
      { role: 'user' as const, content: 'a' },
      { role: 'assistant' as const, content: 'One.' },
      { role: 'user' as const, content: 'b' },
    ];
    const asked = client.chat.completions.create(
      { model: 'gpt-4o', messages },
      { headers: { 'x-mock-scenario': 'second-turn' } },
    );
    await expect(asked).rejects.toMatchObject({ status: 504, message: '504 Two late' });
  });

  test('with the ai package', async () => {
    const provider = createOpenAICompatible({
      name: 'm',
      baseURL: `${server.url}/chats/films`,
      apiKey: 'any',
    });
    const asked = generateText({
      model: provider('gpt-4o'),
      prompt: 'Hi',
      maxRetries: 0,
      headers: { 'x-mock-scenario': 'json' },
    });
    const error = await asked.catch((reason) => (RetryError.isInstance(reason) ? reason.lastError : reason));
    expect(APICallError.isInstance(error) && error.statusCode).toBe(429);
    expect(String(error)).toContain('Slow down, Hi');
  });

  test('with the meilisearch client', async () => {
    await server.use('json');
    const client = new Meilisearch({ host: server.url, apiKey: 'any' });
    const asked = client.chat('films').streamCompletion({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
    });
    await expect(asked).rejects.toMatchObject({ response: { status: 429 } });
  });

  test('without a server', async () => {
    const mock = createFetchMock({ speed: 0, scenarios });
    const client = new OpenAI({
      baseURL: `${mock.url}/chats/page`,
      apiKey: 'any',
      maxRetries: 0,
      fetch: mock.fetch,
    });
    const asked = client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] });
    await expect(asked).rejects.toMatchObject({ status: 502 });
  });
});

describe('fail() with a status', () => {
  test('answers the next requests, whatever their scenario', async () => {
    await server.use('plain');
    await server.fail({ status: 502, body: { why: 'x' }, headers: { 'retry-after': '1' }, times: 2 });
    await connect(server.url).fail({ status: 429 });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push((await ask(server.url, streamed)).status);
    expect(statuses).toEqual([502, 502, 429, 200]);
    const [first] = await server.requests();
    expect(first).toMatchObject({
      status: 502,
      why: 'fail() asked for this error',
      frames: [{ data: '{"why":"x"}' }],
    });
    expect(first?.warnings).toEqual([expect.stringContaining('it is meant so')]);
  });

  test('of one session is not seen by another, and is gone after a reset', async () => {
    await server.session('other').fail({ status: 502 });
    expect((await ask(server.url, streamed)).status).toBe(200);
    await server.session('other').reset();
    expect((await ask(server.session('other').url, streamed)).status).toBe(200);
  });

  test.each([
    [{ status: 200 }, 'fail(): status: must be at least 400.'],
    [{ stauts: 502 }, '`stauts`: not known. Did you mean "status"?'],
    [{ body: 'x' }, 'fail(): the key "status" is missing.'],
    [{ status: 502, code: 'internal' }, 'unknown key "code"'],
    [{ status: 502, headers: { a: 1 } }, 'fail(): headers.a: expected a text, found the number 1'],
    [{ status: 502, times: 0 }, 'fail() takes `times` as a whole number of 1 or more, and got 0.'],
  ])('%j is refused', async (failure, message) => {
    await expect(server.fail(failure as { status: number })).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining(message),
    });
  });
});

describe('chaos', () => {
  const rates = { errors: 0.3, faults: 0.3, ttft: [100, 3000] as [number, number] };
  const options = {
    speed: 0,
    scenarios: [{ name: 'plain', match: { message: 'see' }, reply: [{ text: 'All is well.' }] }],
  };

  /** What became of some requests. */
  async function outcomes(
    url: string,
    count: number,
    headers: Record<string, string> = {},
  ): Promise<string[]> {
    const all: string[] = [];
    for (let i = 0; i < count; i++) {
      // A stream that stalls never ends by itself.
      const signal = AbortSignal.timeout(500);
      const response = await ask(url, streamed, { headers, signal }).catch(() => undefined);
      const read = await response?.text().catch(() => 'broken');
      all.push(`${response?.status} ${read?.slice(0, 40)}`);
    }
    return all;
  }
  const notes = async (mock: { requests(): Promise<readonly { warnings: readonly string[] }[]> }) =>
    (await mock.requests()).map(({ warnings }) => warnings.find((one) => one.startsWith('chaos: ')) ?? '');

  test('fails at random, and the same at each start', async () => {
    await using one = createServer({ ...options, chaos: rates });
    await using other = createServer({ ...options, chaos: rates });
    await one.listen();
    await other.listen();
    const first = await outcomes(one.url, 40);
    // Ids are fresh; what happens is not.
    const kinds = (all: string[]) => all.map((text) => text.slice(0, 3));
    expect(kinds(await outcomes(other.url, 40))).toEqual(kinds(first));
    expect(await notes(other)).toEqual(await notes(one));
    const said = await notes(one);
    const count = (pattern: RegExp) => said.filter((note) => pattern.test(note)).length;
    expect(count(/the error \w+/)).toBeGreaterThan(4);
    expect(count(/the fault [a-z-]+/)).toBeGreaterThan(4);
    expect(count(/^chaos: the first token after \d+ ms; X-Mock-Chaos-Seed: \d+ repeats it$/)).toBeGreaterThan(
      8,
    );
    expect(new Set((await one.requests()).map(({ status }) => status)).size).toBeGreaterThan(3);
    for (const { violations: found } of await one.requests()) expect(found).toEqual([]);
  });

  test('its latency is in its bounds, and is what the journal says', async () => {
    await using mock = createServer({ ...options, chaos: { ttft: [100, 3000] } });
    await mock.listen();
    await outcomes(mock.url, 20);
    const times = (await mock.requests()).map(({ frames, warnings }) => {
      const [, ttft] = /after (\d+) ms/.exec(warnings.join()) ?? [];
      expect(frames[0]?.due).toBe(Number(ttft));
      return Number(ttft);
    });
    expect(Math.min(...times)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...times)).toBeLessThanOrEqual(3000);
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(1000);
  });

  test('another seed is another chaos; a session is as any other', async () => {
    await using mock = createServer({ ...options, chaos: rates, seed: 1 });
    await using other = createServer({ ...options, chaos: rates, seed: 2 });
    await mock.listen();
    await other.listen();
    await Promise.all([
      outcomes(mock.session('a').url, 10),
      outcomes(mock.session('b').url, 10),
      outcomes(other.url, 10),
    ]);
    expect(await notes(mock.session('a'))).toEqual(await notes(mock.session('b')));
    expect(await notes(other)).not.toEqual(await notes(mock.session('a')));
  });

  test('the seed in the journal repeats an outcome, and does not count', async () => {
    await using mock = createServer({ ...options, chaos: rates });
    await mock.listen();
    await outcomes(mock.url, 12);
    const said = await notes(mock);
    for (const note of said) {
      const [, seed = ''] = /X-Mock-Chaos-Seed: (\d+)/.exec(note) ?? [];
      await outcomes(mock.url, 1, { 'X-Mock-Chaos-Seed': seed });
      expect((await notes(mock)).at(-1)).toBe(note);
    }
    await outcomes(mock.url, 1);
    const next = (await notes(mock)).at(-1);
    await using fresh = createServer({ ...options, chaos: rates });
    await fresh.listen();
    await outcomes(fresh.url, 13);
    expect((await notes(fresh)).at(-1)).toBe(next);
  });

  test('of a scenario stands in the place of the mock’s, and none happens to a request that asks for an error', async () => {
    const calm: ScenarioInput = { name: 'calm', chaos: {}, reply: [{ text: 'Calm.' }] };
    const wild: ScenarioInput = { name: 'wild', chaos: { faults: 1 }, reply: [{ text: 'Wild.' }] };
    await using mock = createServer({ speed: 0, chaos: { errors: 1 }, scenarios: [calm, wild] });
    await mock.listen();
    expect((await askStream(mock.url, {}, by('calm'))).text).toBe('Calm.');
    await ask(mock.url, streamed, { ...by('wild'), signal: AbortSignal.timeout(300) })
      .then((response) => response.text())
      .catch(() => undefined);
    await ask(mock.url, streamed, { headers: { prefer: 'code=418' } });
    const [first, second, third] = await mock.requests();
    expect(first?.warnings).toEqual([expect.stringMatching(/^chaos: spared; X-Mock-Chaos-Seed/)]);
    expect(second?.warnings.join()).toMatch(/chaos: the fault/);
    expect(third?.status).toBe(418);
    expect(third?.warnings.join()).not.toContain('chaos');
  });

  test.each([
    [{ errors: 2 }, 'shares from 0 to 1'],
    [{ errors: 0.6, faults: 0.6 }, 'together at most 1'],
    [{ ttft: [3000, 100] as const }, 'the lower one first'],
  ])('%j is refused', (chaos, message) => {
    expect(() => createServer({ chaos })).toThrow(message);
    expect(() => createFetchMock({ chaos })).toThrow(message);
  });
});
