import { readFileSync } from 'node:fs';
import { LLMock } from '@copilotkit/aimock';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { loadProver } from '../../src/proof/prism-prover.ts';
import { importScenarios } from '../../src/record/import/import.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { Simulator } from '../../src/simulator/simulator.ts';
import { chatBody, declare, MEILI_TOOLS, readStream } from '../kit/chat.ts';
import { mask } from '../kit/mask.ts';
import { ask } from './exchanges.ts';

const file = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const HAR = file('fixtures/chat.har');
const AIMOCK = file('fixtures/aimock.json');
const simulator = new Simulator({}, loadProver);

async function importText(text: string, name: string) {
  const { scenarios, skipped } = await importScenarios(text, { file: name });
  const inputs: ScenarioInput[] = [];
  for (const { yaml } of scenarios) {
    const parsed = parseScenarios(yaml);
    expect(parsed.problems).toEqual([]);
    for (const scenario of parsed.scenarios) {
      expect((await simulator.prove(scenario)).problems).toEqual([]);
      inputs.push(scenario.input);
    }
  }
  return { inputs, skipped, yaml: scenarios.map((one) => one.yaml).join('---\n') };
}

async function serving<T>(scenarios: readonly ScenarioInput[], use: (url: string) => Promise<T>): Promise<T> {
  await using server = createServer({ scenarios: [...scenarios], speed: 0, onUnmatched: 'error' });
  return await use(await server.listen());
}

describe('an HTTP archive', () => {
  test('gives a scenario for each conversation', async () => {
    const { inputs, skipped } = await importText(HAR, 'chat.har');
    expect(inputs).toMatchObject([
      {
        name: 'recommend-a-film-about-space',
        match: { workspace: 'movies', message: '/Recommend a film about space|How long is it\\?/' },
        turns: [
          { reply: [{ text: expect.stringMatching(/^I'll search/) }, { search: { index: 'movies' } }, {}] },
          { reply: [{ text: 'It takes **150 minutes**.' }] },
        ],
      },
      {
        name: 'too-much-at-once',
        match: { message: 'Too much at once' },
        error: { status: 429, body: { error: { code: 'rate_limit_exceeded' } } },
      },
    ]);
    // The headers of a stream come at once, and say nothing of the first token: what is known is the whole time.
    expect(inputs[0]?.pace).toEqual({ ttft: 300, tps: 28 });
    expect(skipped).toEqual([
      {
        path: 'log.entries[4].response.content',
        why: expect.stringMatching(/no text: save the archive with content/),
      },
    ]);
  });

  test('answers as it did', async () => {
    const { inputs } = await importText(HAR, 'chat.har');
    const [, chat] = JSON.parse(HAR).log.entries;
    const answer = await serving(inputs, (url) => ask(url, 'movies', JSON.parse(chat.request.postData.text)));
    expect(mask(answer.text)).toBe(mask(file('golden/movie-night.sse')));
  });

  test('loses its credentials', async () => {
    const { yaml } = await importText(HAR, 'chat.har');
    expect(HAR).toContain('very-secret');
    expect(yaml).not.toMatch(/very-secret|eyJ|Bearer/);
  });
});

test('the text of a stream gives the scenario that it came from', async () => {
  const { inputs, yaml } = await importText(file('golden/search-rounds.sse'), 'report/chat-1.sse');
  const [gallery] = parseScenarios(file('../scenarios/search-rounds.yaml')).scenarios;
  const withoutIds = gallery?.input.reply?.map(({ id: _, ...step }) => step);
  expect(inputs).toEqual([{ name: 'chat-1', reply: withoutIds }]);
  expect(yaml).not.toContain('pace');
});

test('a stream with Windows line ends, and one that was cut off, are read', async () => {
  const text = file('golden/refusal.sse').replaceAll('\n', '\r\n');
  expect((await importText(`\uFEFF${text}`, 'a.sse')).inputs[0]?.reply).toHaveLength(1);
  const cut = file('golden/refusal.sse').slice(0, 1500);
  expect((await importText(cut, 'a.sse')).inputs[0]?.reply?.at(-1)).toMatchObject({ fault: 'half-frame' });
});

describe('fixtures of aimock', () => {
  let mock: LLMock;
  beforeAll(async () => {
    mock = new LLMock({ port: 0 });
    mock.addFixturesFromJSON(JSON.parse(AIMOCK).fixtures);
    await mock.start();
  });
  afterAll(() => mock.stop());

  test('give scenarios: results go on with their calls, numbers are attempts', async () => {
    const { inputs, skipped } = await importText(AIMOCK, 'aimock.json');
    expect(inputs).toEqual([
      {
        name: 'which-film',
        match: { message: 'which film' },
        pace: { ttft: 400, tps: 30 },
        reply: [{ text: 'Watch **Contact**.' }],
      },
      {
        name: 'showtimes',
        match: { message: 'showtimes' },
        reply: [
          { text: 'Let me look.' },
          { toolCall: { name: 'get_showtimes', arguments: { city: 'Lyon' } } },
          { text: 'At 18:30.' },
        ],
      },
      {
        name: 'busy',
        match: { message: 'busy' },
        attempts: [
          {
            error: {
              status: 429,
              body: { error: { message: 'Slow down.', type: 'requests', code: 'rate_limit_exceeded' } },
            },
          },
          { reply: [{ text: 'Now I have time.' }] },
        ],
      },
      {
        name: 'cut-me-off',
        match: { message: 'cut me off' },
        reply: [{ text: 'This text is longer ' }, { fault: 'reset' }],
      },
      {
        name: 'braces',
        match: { message: 'braces' },
        reply: [{ text: '{% raw %}In Vue: {{ title }}{% endraw %}' }],
      },
    ]);
    expect(skipped).toEqual([{ path: 'fixtures[7]', why: 'it is for embedding' }]);
  });

  test.each(['which film', 'showtimes', 'braces'])('answer as aimock does: %s', async (content) => {
    const { inputs } = await importText(AIMOCK, 'aimock.json');
    const said = async (baseURL: string) => {
      const client = new OpenAI({ baseURL, apiKey: 'any' });
      const { choices } = await client.chat.completions.create({
        model: 'gpt-4o',
        messages: [{ role: 'user', content }],
      });
      const [choice] = choices;
      const calls = choice?.message.tool_calls?.map((call) =>
        'function' in call ? call.function : undefined,
      );
      return { text: choice?.message.content, calls: calls ?? [], finish: choice?.finish_reason };
    };
    const ours = await serving(inputs, (url) => said(`${url}/chats/any`));
    expect(ours).toEqual(await said(`${mock.url}/v1`));
  });

  test('that come with it can be imported', async () => {
    const folder = '../node_modules/@copilotkit/aimock/fixtures/';
    const { inputs } = await importText(file(`${folder}example-greeting.json`), 'example-greeting.json');
    expect(inputs.map(({ match }) => match?.message)).toEqual(['hello', 'goodbye']);
    const second = await importText(file(`${folder}example-tool-call.json`), 'example-tool-call.json');
    expect(second.yaml).toContain('# The fixture also asked for toolName: a match cannot.');
  });
});

describe('what cannot be imported says what, where, and what to do', () => {
  const deep = `{"log":{"entries":[${'['.repeat(5000)}${']'.repeat(5000)}]}}`;
  test.each([
    ['', 'a.har: the file is empty. A HAR file'],
    ['{"log": {"entries": [}\n', /^a\.har:1:22: this is no JSON/],
    ['{\n  "log": 1,\n  "log2": nope\n}', /^a\.har:3:\d+: this is no JSON/],
    ['{"a": 1}', 'a.har: this JSON has neither "log.entries"'],
    ['[1, 2]', 'a.har: this JSON has neither'],
    ['{"log": {}}', 'a.har: none of its 0 requests is a chat at log.entries. A chat is a POST'],
    [
      '{"log": {"entries": [null, 7, {"request": {"method": "POST", "url": "::"}}]}}',
      'none of its 3 requests is a chat',
    ],
    ['{"fixtures": []}', 'a.har: it has no fixture at fixtures'],
    [
      '{"fixtures": [null, {"response": {"image": {}}}]}',
      'none of its 2 fixtures is a chat: it has no response at fixtures[0]',
    ],
    ['hello\nworld', 'a.har:1: this is no stream of a chat. Each of its events'],
    ['\n\nevent: x\ndata: 1\n\n', 'a.har:3: this is no stream of a chat'],
    [': nothing\n\n', 'a.har:1: this is no stream of a chat'],
    [deep, 'a.har: this JSON is nested too deep'],
    ['x'.repeat(50_000_001), 'a.har: the file has 50000001 characters. At most 50000000'],
  ])('case %#', async (text, message) => {
    const importing = importScenarios(text, { file: 'a.har' });
    await expect(importing).rejects.toMatchObject({ code: 'invalid-import', origin: { file: 'a.har' } });
    await expect(importing).rejects.toThrow(message);
  });

  test('of a broken entry the others are not hurt', async () => {
    const har = JSON.parse(HAR);
    har.log.entries[1].response.content = { text: '*', encoding: 'base64' };
    har.log.entries[2].request.postData = { text: '{"messages": "none' };
    const { inputs, skipped } = await importText(JSON.stringify(har), 'a.har');
    expect(inputs.map(({ name }) => name)).toEqual(['movies', 'too-much-at-once']);
    expect(skipped[0]).toEqual({
      path: 'log.entries[1].response.content.text',
      why: 'it says that it is base64, and is not',
    });
  });

  test('what looks like a template in a stream is a text', async () => {
    const content = '{{ "x" | times: 9 }}{% raw %}';
    const chunk = JSON.stringify({ choices: [{ index: 0, delta: { content } }] });
    const { inputs } = await importText(`data: ${chunk}\n\ndata: [DONE]\n\n`, 'a.sse');
    const [recorded] = inputs;
    if (recorded === undefined) throw new Error('Nothing was imported.');
    const body = chatBody({ stream: true, tools: declare(...MEILI_TOOLS) });
    const scenarios = [{ ...recorded, match: { model: 'gpt-4o' } }];
    const { text } = await serving(scenarios, (url) => ask(url, 'any', body));
    expect(readStream(text).text).toBe(content);
  });

  test('a stream that no file could hold is left out, with the reason', async () => {
    const chunk = JSON.stringify({ choices: [{ index: 0, delta: { content: '['.repeat(2000) } }] });
    const { skipped, inputs } = await importText(`data: ${chunk}\n\n`, 'a.sse');
    expect(inputs).toEqual([]);
    expect(skipped).toEqual([{ path: 'a', why: expect.stringContaining('nested too deep') }]);
  });
});
