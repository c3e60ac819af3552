import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, jsonSchema, type LanguageModel, streamText, type ToolSet } from 'ai';
import { Meilisearch, MeilisearchApiError, MeilisearchRequestError } from 'meilisearch';
import OpenAI, { APIError, NotFoundError } from 'openai';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createServer } from '../../src/index.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { declare, MEILI_TOOLS } from '../kit/chat.ts';

const TEXT = '**Primer** and **Looper** both fit.\n';
const search = (q: string) => ({ index: 'movies', q, documents: [{ id: q }] });

const scenarios: ScenarioInput[] = [
  { name: 'two-searches', reply: [{ search: [search('time travel'), search('paradox')] }, { text: TEXT }] },
  { name: 'text', reply: [{ text: TEXT }] },
  {
    name: 'search-fails',
    reply: [
      { text: 'Let me see. ' },
      { search: { index: 'films', error: 'index_not_found' } },
      { text: 'Still, here it is.' },
    ],
  },
  {
    name: 'provider-fails',
    reply: [{ text: 'Let' }, { error: { message: 'Slow down.', type: 'rate_limit_error' } }],
  },
  { name: 'truncated', reply: [{ text: TEXT }, { fault: 'truncate' }] },
];

const server = createServer({ profile: 'server', speed: 0, workspaces: ['films'], scenarios });
const closed = createServer({ profile: 'server', speed: 0 });
let url: string;
let keyless: string;

beforeAll(async () => {
  url = await server.listen();
  keyless = await closed.listen();
});
afterAll(() => Promise.all([server.close(), closed.close()]));
beforeEach(() => server.reset());

/** Tells a client, when it means to try again, to do so at once. */
const impatient: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const headers = new Headers(response.headers);
  headers.set('retry-after-ms', '1');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
};

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const openai = (workspace = 'films') =>
  new OpenAI({ baseURL: `${url}/chats/${workspace}`, apiKey: 'any', fetch: impatient });

const question = {
  model: 'gpt-4o-mini',
  messages: [{ role: 'user' as const, content: 'Films about time travel?' }],
  tools: declare(...MEILI_TOOLS),
};

test('openai: every event of two searches is a tool call of index 0, the answer stops', async () => {
  await server.use('two-searches');
  const stream = await openai().chat.completions.create({ ...question, stream: true });
  const chunks = await all(stream);
  const calls = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
  expect(calls.map((call) => [call.index, call.function?.name])).toEqual(
    ['Progress', 'Append', 'Sources', 'Append', 'Progress', 'Append', 'Sources', 'Append'].map((name) => [
      0,
      MEILI_TOOLS.find((tool) => tool.includes(name)),
    ]),
  );
  expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(TEXT);
  expect(chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? [])).toEqual(['stop']);
});

test("openai: the stream helper merges the eight events into one call, as with a real Meilisearch's", async () => {
  await server.use('two-searches');
  const completion = await openai().chat.completions.stream(question).finalChatCompletion();
  const calls = completion.choices[0]?.message.tool_calls ?? [];
  expect(calls).toHaveLength(1);
  const [call] = calls;
  expect(call?.function.name).toBe('_meiliAppendConversationMessage');
  expect(call?.function.arguments.match(/"call_id"|"role"/g)).toHaveLength(8);
  expect(() => JSON.parse(call?.function.arguments ?? '')).toThrow(SyntaxError);
});

test('openai: a failed search ends the loop, though the answer goes on', async () => {
  await server.use('search-fails');
  const stream = await openai().chat.completions.create({ ...question, stream: true });
  let text = '';
  const error = await (async () => {
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
  })().catch((thrown: unknown) => thrown);
  expect(text).toBe('Let me see. ');
  expect(error).toBeInstanceOf(APIError);
  expect(error).toMatchObject({ status: undefined, code: '404', type: 'response_error' });
  expect((error as APIError).message).toContain('Index `films` not found.');
});

test("openai: the text of Meilisearch's HTTP errors is lost", async () => {
  const error = await openai('missing')
    .chat.completions.create({ ...question, stream: true })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toMatchObject({ status: 404, message: '404 status code (no body)' });
});

test.each([
  ['no stream', { stream: false }],
  ['two choices', { stream: true, n: 2 }],
  ['an external tool', { stream: true, tools: [{ type: 'function', function: { name: 'get_weather' } }] }],
] as const)('openai: %s is a 501, and tried three times', async (_, fields) => {
  const body = { ...question, ...fields } as OpenAI.ChatCompletionCreateParams;
  await expect(openai().chat.completions.create(body)).rejects.toMatchObject({ status: 501 });
  expect((await server.requests()).map(({ status }) => status)).toEqual([501, 501, 501]);
});

test('openai: a stream that is cut off ends quietly', async () => {
  await server.use('truncated');
  const stream = await openai().chat.completions.create({ ...question, stream: true });
  const chunks = await all(stream);
  expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(TEXT);
  expect(chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? [])).toEqual([]);
});

test('openai: a stream that is aborted ends quietly', async () => {
  await server.use('text');
  await server.clock.pauseAt(3);
  const stream = await openai().chat.completions.create({ ...question, stream: true });
  let chunks = 0;
  for await (const _ of stream) {
    chunks++;
    if (chunks === 3) stream.controller.abort();
  }
  expect(chunks).toBe(3);
});

const meilisearch = (host = url) => new Meilisearch({ host, apiKey: 'any' });

const asked = {
  model: 'gpt-4o-mini',
  messages: [{ role: 'user' as const, content: 'Hi' }],
  stream: true as const,
};

test('meilisearch: streamCompletion gives the raw bytes', async () => {
  await server.use('text');
  const stream = await meilisearch().chat('films').streamCompletion(asked);
  const text = await new Response(stream).text();
  expect(text).toMatch(/^retry: 10000\n\ndata: \{"id":"chatcmpl-/);
  expect(text).toMatch(/\n\ndata: \[DONE\]\n\n$/);
});

test('meilisearch: what is not streamed is refused before it is sent', async () => {
  const completion = meilisearch()
    .chat('films')
    .streamCompletion({ ...asked, stream: false as true });
  await expect(completion).rejects.toThrow('The SDK only supports streaming');
  expect(await server.requests()).toEqual([]);
});

test('meilisearch: an error has its cause', async () => {
  const error = await meilisearch()
    .chat('missing')
    .streamCompletion(asked)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(MeilisearchApiError);
  expect(error).toMatchObject({
    message: 'Chat `missing` not found',
    cause: {
      message: 'Chat `missing` not found',
      code: 'chat_not_found',
      type: 'invalid_request',
      link: 'https://docs.meilisearch.com/errors#chat_not_found',
    },
  });
});

test.each([
  ['chats/films/responses', '404: Not Found'],
  ['chats/films/settings', '405: Method Not Allowed'],
])('meilisearch: POST %s is an error without a cause', async (path, message) => {
  const error = await meilisearch()
    .httpRequest.post({ path, body: {} })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(MeilisearchApiError);
  expect(error).toMatchObject({ message, cause: undefined });
});

test('meilisearch: without any key the real server panics, and the request has failed', async () => {
  const error = await new Meilisearch({ host: keyless })
    .chat('films')
    .streamCompletion(asked)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(MeilisearchRequestError);
  expect(String(error)).toContain('has failed');
});

const aiOpenAI = (record?: (url: string) => void) =>
  createOpenAI({
    baseURL: `${url}/chats/films`,
    apiKey: 'any',
    fetch: (input, init) => {
      record?.(String(input));
      return impatient(input, init);
    },
  });

const aiTools: ToolSet = Object.fromEntries(
  MEILI_TOOLS.map((name) => [name, { description: name, inputSchema: jsonSchema({ type: 'object' }) }]),
);

const aiCompatible = () =>
  createOpenAICompatible({ name: 'meilisearch', baseURL: `${url}/chats/films`, apiKey: 'any' }).chatModel(
    'gpt-4o-mini',
  );

const aiChat = () => aiOpenAI().chat('gpt-4o-mini');

function partsOf(model: LanguageModel) {
  const { fullStream } = streamText({
    model,
    prompt: 'Films about time travel?',
    tools: aiTools,
    maxRetries: 0,
    onError: () => undefined,
  });
  return all(fullStream);
}

test('ai: a model of createOpenAI asks /responses, and there is no such route', async () => {
  const urls: string[] = [];
  const model = aiOpenAI((asked) => urls.push(asked))('gpt-4o-mini');
  await expect(generateText({ model, prompt: 'Hi' })).rejects.toMatchObject({
    message: 'Not Found',
    statusCode: 404,
  });
  expect(urls).toEqual([`${url}/chats/films/responses`]);
});

test('ai: what is not streamed fails after three attempts', async () => {
  await expect(generateText({ model: aiChat(), prompt: 'Hi' })).rejects.toThrow('Failed after 3 attempts');
  expect((await server.requests()).map(({ status }) => status)).toEqual([501, 501, 501]);
});

test.each([
  ['createOpenAI().chat()', aiChat],
  ['createOpenAICompatible()', aiCompatible],
])('ai: %s has eight tool calls, which all come after the text', async (_, model) => {
  await server.use('two-searches');
  const parts = await partsOf(model());
  const calls = parts.filter((part) => part.type === 'tool-call');
  expect(calls).toHaveLength(8);
  expect(new Set(calls.map(({ toolCallId }) => toolCallId)).size).toBe(8);
  expect(calls[0]).toMatchObject({
    toolName: '_meiliSearchProgress',
    input: { function_name: '_meiliSearchInIndex', function_arguments: expect.any(String) },
  });
  const text = parts.filter((part) => part.type === 'text-delta');
  expect(text.map((part) => part.text).join('')).toBe(TEXT);
  const [firstCall] = calls;
  const lastText = text.at(-1);
  expect(firstCall && parts.indexOf(firstCall)).toBeGreaterThan(lastText ? parts.indexOf(lastText) : 0);
  expect(parts.findLast((part) => part.type === 'finish')).toMatchObject({ finishReason: 'stop' });
  expect(await server.requests()).toHaveLength(1);
});

test.each([
  ['createOpenAI().chat()', aiChat],
  ['createOpenAICompatible()', aiCompatible],
])('ai: %s has an error part for a failed search, and the rest of the answer', async (_, model) => {
  await server.use('search-fails');
  const parts = await partsOf(model());
  expect(parts.filter((part) => part.type === 'error')).toHaveLength(1);
  const text = parts.flatMap((part) => (part.type === 'text-delta' ? [part.text] : []));
  expect(text.join('')).toBe('Let me see. Still, here it is.');
  expect(parts.findLast((part) => part.type === 'finish')).toMatchObject({ finishReason: 'stop' });
});

test("ai: the provider's error is an error part", async () => {
  await server.use('provider-fails');
  const parts = await partsOf(aiCompatible());
  expect(parts.filter((part) => part.type === 'error')).toMatchObject([
    { error: { type: 'rate_limit_error', message: 'Slow down.' } },
  ]);
});

test('ai: createOpenAI().chat() ends a stream that is cut off with `other`', async () => {
  await server.use('truncated');
  const parts = await partsOf(aiChat());
  expect(parts.findLast((part) => part.type === 'finish')).toMatchObject({ finishReason: 'other' });
});

test('ai: createOpenAICompatible() misses the end of a stream that is cut off', async () => {
  await server.use('truncated');
  const parts = await partsOf(aiCompatible());
  const [error] = parts.filter((part) => part.type === 'error');
  expect(String(error?.error)).toContain('Response stream ended without a finish reason.');
});
