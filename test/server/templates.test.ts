import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFetchMock } from '../../src/hosts/fetch/fetch-mock.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import {
  ask,
  askStream,
  chatBody,
  declare,
  MEILI_TOOLS,
  type MeiliErrorBody,
  violations,
} from '../kit/chat.ts';

const scenarios: ScenarioInput[] = [
  {
    name: 'echo',
    match: { message: '/films? (?:about|from) (?<what>\\w+)( please)?/i' },
    reply: [
      {
        text: '{{ message }}|{{ workspace }}|{{ model }}|{{ turn }}|{{ match.0 }}|{{ match[1] }}|{{ match.what }}|{{ match.2 }}',
      },
    ],
  },
  {
    name: 'found',
    reply: [
      {
        search: {
          index: 'movies',
          q: '{{ message | downcase }}',
          filter: 'genre = "{{ workspace }}"',
          documents: [
            { id: 1, title: 'On {{ message }}', tags: ['{{ turn }}'] },
            { id: 2, title: 'Dune' },
          ],
        },
      },
      { search: { index: 'actors', q: 'cast of {{ documents[0].title }}', documents: 2 } },
      {
        text: '{% for one in documents %}- {{ one.title | default: one.id }}\n{% endfor %}{{ documents.size }}',
      },
    ],
  },
  {
    name: 'weather',
    reply: [
      { search: { index: 'cities', documents: [{ id: 1, name: 'Paris' }] } },
      { toolCall: { name: 'get_weather', arguments: { city: '{{ documents[0].name }}' } } },
      {
        text: '{{ documents[0].name }}: {{ tool.get_weather.celsius }} degrees, {{ tool.get_weather.sky }}.',
      },
      { toolCall: { name: 'rate', arguments: '{"of":"{{ tool.get_weather.sky }}"}' } },
      { text: 'Rated {{ tool.rate }}.' },
    ],
  },
  { name: 'refuses', reply: [{ refusal: 'No “{{ message }}” here.' }] },
  { name: 'breaks', reply: [{ text: 'So' }, { error: { message: 'No {{ message }}', code: 'x' } }] },
  { name: 'gone', error: { code: 'chat_not_found', message: '{{ workspace }} has no {{ message }}' } },
  { name: 'literal', reply: [{ text: '{% raw %}{{ message }}{% endraw %} { {x} }' }] },
  {
    name: 'endless',
    reply: [{ text: '{% for i in (1..4000) %}{{ message }}{% endfor %}' }],
  },
];
const server = createServer({ speed: 0, scenarios });
beforeAll(() => server.listen());
afterAll(() => server.close());

const asks = (content: string, more: Record<string, unknown> = {}) => ({
  messages: [{ role: 'user', content }],
  ...more,
});
const by = (scenario: string, workspace = 'main') => ({
  workspace,
  headers: { 'x-mock-scenario': scenario },
});

test('an answer knows its request, and what the match caught', async () => {
  const { text, response } = await askStream(server.url, asks('A film about Space, please'), {
    workspace: 'w',
  });
  expect(text).toBe('A film about Space, please|w|gpt-4o|1|film about Space|Space|Space|');
  expect(violations(response)).toEqual([]);
  const again = await askStream(server.url, {
    messages: [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hi' },
      { role: 'user', content: 'films from Rome please' },
    ],
  });
  expect(again.text).toBe('films from Rome please|main|gpt-4o|2|films from Rome please|Rome|Rome| please');
});

test('a search is rendered before it is made, and what follows knows what it found', async () => {
  const { events, text, response } = await askStream(
    server.url,
    asks('Space', { tools: declare(...MEILI_TOOLS) }),
    by('found', 'scifi'),
  );
  const told = (tool: string) => events.filter(({ name }) => name === tool).map(({ value }) => value);
  const asked = told('_meiliSearchProgress').map((value) =>
    JSON.parse((value as { function_arguments: string }).function_arguments),
  );
  expect(asked).toEqual([
    { index_uid: 'movies', q: 'space', filter: 'genre = "scifi"' },
    { index_uid: 'actors', q: 'cast of On Space', filter: '' },
  ]);
  const [movies, actors] = told('_meiliSearchSources').map(
    (value) => (value as { sources: object[] }).sources,
  );
  expect(movies).toEqual([
    { id: 1, title: 'On Space', tags: ['1'] },
    { id: 2, title: 'Dune' },
  ]);
  // Those that are made up are the same in the sources and in the text.
  const lines = [...(movies ?? []), ...(actors ?? [])].map((one) => {
    const { title, id } = one as { title?: string; id: unknown };
    return `- ${title ?? id}\n`;
  });
  expect(text).toBe(`${lines.join('')}4`);
  expect(violations(response)).toEqual([]);
});

test('with the openai client: the results of its functions, over several responses of one reply', async () => {
  const client = new OpenAI({ baseURL: `${server.url}/chats/main`, apiKey: 'any' });
  const tools = [
    { type: 'function' as const, function: { name: 'get_weather' } },
    { type: 'function' as const, function: { name: 'rate' } },
  ];
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'How is it there?' }];
  const next = async () => {
    const completion = await client.chat.completions.create(
      { model: 'gpt-4o', messages, tools },
      { headers: { 'x-mock-scenario': 'weather' } },
    );
    const message = completion.choices[0]?.message;
    if (message === undefined) throw new Error('there is no choice');
    messages.push(message);
    const [call] = message.tool_calls ?? [];
    return { message, call: call?.type === 'function' ? call : undefined };
  };
  const first = await next();
  expect(first.call?.function.arguments).toBe('{"city":"Paris"}');
  messages.push({
    role: 'tool',
    tool_call_id: first.call?.id ?? '',
    content: '{"celsius":21,"sky":"clear"}',
  });
  const second = await next();
  expect(second.message.content).toBe('Paris: 21 degrees, clear.');
  expect(second.call?.function.arguments).toBe('{"of":"clear"}');
  messages.push({ role: 'tool', tool_call_id: second.call?.id ?? '', content: 'nice, really' });
  expect((await next()).message.content).toBe('Rated nice, really.');
});

test('what was found before a call is known after it, also where it was made up', async () => {
  const scenario: ScenarioInput = {
    name: 'made-up',
    reply: [
      { search: { index: 'films', q: 'for {{ message }}', documents: 3 } },
      { toolCall: { name: 'show' } },
      { text: '{{ documents | map: "id" | join: "," }}' },
    ],
  };
  const mock = createFetchMock({ speed: 0, scenarios: [scenario] });
  const client = new OpenAI({ baseURL: `${mock.url}/chats/made-up`, apiKey: 'any', fetch: mock.fetch });
  const tools = declare(...MEILI_TOOLS, 'show');
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'you' }];
  const stream = await client.chat.completions.create({ model: 'm', stream: true, tools, messages });
  let sources: { id: unknown }[] = [];
  let id = '';
  for await (const { choices } of stream) {
    for (const call of choices[0]?.delta.tool_calls ?? []) {
      if (call.function?.name === '_meiliSearchSources')
        sources = JSON.parse(call.function.arguments ?? '').sources;
      if (call.function?.name === 'show') id = call.id ?? '';
    }
  }
  expect(sources).toHaveLength(3);
  messages.push(
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id, type: 'function', function: { name: 'show', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: id, content: 'shown' },
  );
  const last = await client.chat.completions.create({ model: 'm', tools, messages });
  expect(last.choices[0]?.message.content).toBe(sources.map((one) => one.id).join(','));
});

test('what refuses, breaks and fails has templates, too', async () => {
  const { chunks } = await askStream(server.url, asks('tea'), by('refuses'));
  expect(chunks.map(({ choices }) => choices[0]?.delta.refusal ?? '').join('')).toBe('No “tea” here.');
  const broken = await ask(server.url, chatBody(asks('tea', { stream: true })), by('breaks'));
  expect(await broken.text()).toContain('"message":"No tea"');
  const gone = await ask(server.url, chatBody(asks('tea')), by('gone'));
  expect(gone.status).toBe(404);
  expect(await gone.json()).toMatchObject({ message: 'main has no tea', code: 'chat_not_found' });
  expect((await askStream(server.url, asks('tea'), by('literal'))).text).toBe('{{ message }} { {x} }');
});

test('all choices of a request are rendered, and cut at a stop sequence', async () => {
  const body = asks('A film about space', { n: 2, stop: ['|'] });
  const response = await ask(server.url, chatBody(body), by('echo'));
  const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
  expect(choices.map(({ message }) => message.content)).toEqual(['A film about space', 'A film about space']);
});

test('the same request gets the same answer, another one another', async () => {
  const text = async (content: string) => (await askStream(server.url, asks(content), by('found'))).text;
  expect(await text('a')).toBe(await text('a'));
  expect(await text('a')).not.toBe(await text('b'));
});

test('credentials of a question are not repeated', async () => {
  const { text } = await askStream(
    server.url,
    asks('film about it, Authorization: Bearer s3cr3t'),
    by('echo'),
  );
  expect(text).not.toContain('s3cr3t');
  expect(text).toContain('[redacted]');
});

test('a template that gives too much for this request is an error that says where it is', async () => {
  const response = await ask(server.url, chatBody(asks('x'.repeat(1000))), by('endless'));
  expect(response.status).toBe(500);
  const { code, message } = (await response.json()) as MeiliErrorBody;
  expect(code).toBe('internal');
  expect(message).toMatch(
    /reply\[0\]\.text: the template cannot be rendered: it gives more than 1000000 char/,
  );
  const last = await server.lastRequest();
  expect(last).toMatchObject({ scenario: 'endless', status: 500 });
  expect(last?.warnings).toContain(message);
});

describe('without a server', () => {
  test('the answer is the same', async () => {
    const mock = createFetchMock({ speed: 0, scenarios });
    const request = chatBody(asks('A film about Space', { stream: true }));
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
      body: JSON.stringify(request),
    };
    const response = await mock.fetch(`${mock.url}/chats/w/chat/completions`, init);
    const text = (await response.text()).matchAll(/"content":"([^"]*)"/g);
    expect([...text].map(([, piece]) => piece).join('')).toBe(
      'A film about Space|w|gpt-4o|1|film about Space|Space|Space|',
    );
  });

  test('a mistake is told when the scenario is used, or asked', async () => {
    const wrong = { name: 'wrong', reply: [{ text: 'Hi {{ mesage }}' }] };
    const mock = createFetchMock({ scenarios: [wrong] });
    await expect(mock.use(wrong)).rejects.toThrow(
      'reply[0].text: the template cannot be rendered: nothing is called "mesage" here; did you mean "message"?',
    );
    const response = await mock.fetch(`${mock.url}/chats/wrong/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
      body: JSON.stringify(chatBody()),
    });
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('did you mean \\"message\\"?');
  });
});
