import { Ajv } from 'ajv';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { ask, askStream, type Chunk, chatBody, contentOf, declare, violations } from '../kit/chat.ts';

const TEXT = 'One film. **Two** films, three. The end\nof it.';
const server = createServer({
  speed: 0,
  scenarios: [
    { name: 'text', reply: [{ text: TEXT }] },
    { name: 'two', reply: [{ text: 'First, then' }, { text: ' second.' }] },
    {
      name: 'calls',
      reply: [
        { text: 'Let me see.' },
        { toolCall: { name: 'get_weather', arguments: { city: 'Lyon' } } },
        { toolCall: { name: 'get_time', arguments: { zone: 'Europe/Paris' } } },
        { text: 'It rains, at noon.' },
      ],
    },
    { name: 'refuses', reply: [{ refusal: 'I will not.' }] },
    { name: 'breaks-off', reply: [{ text: 'And then' }, { finish: 'none' }] },
  ],
});
beforeAll(() => server.listen());
afterAll(() => server.close());

interface Completion {
  readonly id: string;
  readonly object: string;
  readonly created: number;
  readonly model: string;
  readonly service_tier: string | null;
  readonly usage: {
    readonly prompt_tokens: number;
    readonly completion_tokens: number;
    readonly total_tokens: number;
  };
  readonly choices: readonly {
    readonly index: number;
    readonly message: {
      readonly role: string;
      readonly content: string | null;
      readonly refusal: string | null;
      readonly tool_calls:
        | readonly { id: string; type: string; function: { name: string; arguments: string } }[]
        | null;
      readonly function_call: { readonly name: string; readonly arguments: string } | null;
      readonly audio: { readonly id: string; readonly data: string; readonly transcript: string } | null;
    };
    readonly finish_reason: string;
    readonly logprobs: NonNullable<Chunk['choices'][number]['logprobs']> | null;
  }[];
}

/** The same request, streamed and not. Every answer keeps the document, or Prism says so in a header. */
async function both(more: Record<string, unknown>, workspace = 'text') {
  const streamed = await askStream(server.url, more, { workspace });
  const response = await ask(server.url, chatBody({ stream: false, ...more }), { workspace });
  for (const { status, headers } of [streamed.response, response]) {
    expect([status, violations({ headers })]).toEqual([200, []]);
  }
  expect(streamed.done).toBe(true);
  const body = (await response.json()) as Completion;
  const [choice] = body.choices;
  if (choice === undefined) throw new Error('an answer has a choice');
  return { streamed, body, choice };
}

test('a text is the same, streamed and not', async () => {
  const { streamed, body, choice } = await both({});
  expect(streamed).toMatchObject({ retry: 10_000, text: TEXT, finish: 'stop', errors: [], comments: [] });
  expect(choice).toMatchObject({ index: 0, finish_reason: 'stop', logprobs: null });
  expect(choice.message).toMatchObject({ role: 'assistant', content: TEXT, refusal: null, tool_calls: null });
  expect(body).toMatchObject({
    object: 'chat.completion',
    model: 'gpt-4o',
    id: expect.stringMatching(/^chatcmpl-/),
  });
  expect(new Set(streamed.chunks.map(({ object }) => object))).toEqual(new Set(['chat.completion.chunk']));
});

test('text streams token by token, as a real tokenizer cuts it', async () => {
  const { streamed } = await both({});
  const pieces = streamed.chunks.flatMap(({ choices }) => choices[0]?.delta.content ?? []).slice(1);
  expect(pieces.length).toBe(encode(TEXT).length);
});

test('a refusal comes in its own field', async () => {
  const { streamed, choice } = await both({}, 'refuses');
  expect(streamed).toMatchObject({ text: '', refusal: 'I will not.', finish: 'stop' });
  expect(choice.message).toMatchObject({ content: null, refusal: 'I will not.' });
});

test('an answer that breaks off has no reason, and Prism lets it pass', async () => {
  const { streamed, choice } = await both({ stream_options: { include_usage: true } }, 'breaks-off');
  expect(streamed).toMatchObject({ text: 'And then', finish: null, errors: [] });
  expect(streamed.chunks.some(({ usage }) => usage !== null)).toBe(false);
  expect(choice).toMatchObject({ message: { content: 'And then' }, finish_reason: null });
});

describe('n', () => {
  test.each([1, 2, 5])('%i choices', async (n) => {
    const { streamed, body } = await both({ n }, 'generated');
    const texts = Array.from({ length: n }, (_, index) => contentOf(streamed.chunks, index));
    expect(body.choices.map(({ index }) => index)).toEqual(Array.from({ length: n }, (_, index) => index));
    expect(texts.map(({ text }) => text)).toEqual(body.choices.map(({ message }) => message.content));
    expect(texts.every(({ finish }) => finish === 'stop')).toBe(true);
    // What is made up is another text each time.
    expect(new Set(texts.map(({ text }) => text)).size).toBe(n);
    expect(contentOf(streamed.chunks, n).text).toBe('');
  });

  test('a scenario says the same in each', async () => {
    const { body } = await both({ n: 2 });
    expect(body.choices.map(({ message }) => message.content)).toEqual([TEXT, TEXT]);
  });
});

describe('stop', () => {
  test.each([
    ['a text', 'films', 'One film. **Two** '],
    ['the first of a list to come', ['three', '**'], 'One film. '],
    ['none that comes', ['nowhere'], TEXT],
    ['an empty list', [], TEXT],
    ['null', null, TEXT],
  ])('%s', async (_, stop, text) => {
    const { streamed, choice } = await both({ stop });
    expect([streamed.text, streamed.finish]).toEqual([text, 'stop']);
    expect([choice.message.content, choice.finish_reason]).toEqual([text, 'stop']);
  });

  test('a sequence that begins in one step and ends in the next', async () => {
    const { streamed } = await both({ stop: 'then second' }, 'two');
    expect([streamed.text, streamed.finish]).toEqual(['First, ', 'stop']);
  });
});

describe('a limit of tokens', () => {
  test.each(['max_tokens', 'max_completion_tokens'])('%s', async (key) => {
    const { streamed, body, choice } = await both({ [key]: 4 });
    expect([streamed.finish, choice.finish_reason]).toEqual(['length', 'length']);
    expect(streamed.text).toBe(choice.message.content);
    expect(TEXT.startsWith(streamed.text)).toBe(true);
    expect(encode(streamed.text).length).toBe(4);
    expect(body.usage.completion_tokens).toBe(4);
  });

  test('one that is not reached', async () => {
    const { streamed } = await both({ max_tokens: 400 });
    expect([streamed.text, streamed.finish]).toEqual([TEXT, 'stop']);
  });
});

describe('functions of the client', () => {
  const weather = {
    type: 'function',
    function: {
      name: 'get_weather',
      parameters: {
        type: 'object',
        required: ['city', 'days'],
        properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1, maximum: 3 } },
      },
    },
  };
  const tools = [weather, ...declare('get_time')];
  const result = (id: string) => ({ role: 'tool', content: 'done', tool_call_id: id });

  test('calls that follow each other are parallel; their results bring the rest', async () => {
    const { streamed, choice } = await both({ tools }, 'calls');
    expect([streamed.text, streamed.finish]).toEqual(['Let me see.', 'tool_calls']);
    expect(streamed.calls).toEqual([
      { id: expect.stringMatching(/^call_/), name: 'get_weather', arguments: '{"city":"Lyon"}' },
      { id: expect.stringMatching(/^call_/), name: 'get_time', arguments: '{"zone":"Europe/Paris"}' },
    ]);
    expect(choice.finish_reason).toBe('tool_calls');
    expect(choice.message.tool_calls?.map(({ function: call }) => call)).toEqual(
      streamed.calls.map(({ id: _, ...call }) => call),
    );
    const tool_calls = choice.message.tool_calls ?? [];
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: null, tool_calls },
      ...tool_calls.map(({ id }) => result(id)),
    ];
    const rest = await both({ tools, messages }, 'calls');
    expect([rest.streamed.text, rest.choice.message.content]).toEqual([
      'It rains, at noon.',
      'It rains, at noon.',
    ]);
  });

  test('parallel_tool_calls: false, one at a time', async () => {
    const one = await both({ tools, parallel_tool_calls: false }, 'calls');
    expect(one.streamed.calls.map(({ name }) => name)).toEqual(['get_weather']);
    expect(one.choice.message.tool_calls?.length).toBe(1);
    const call = one.choice.message.tool_calls ?? [];
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: null, tool_calls: call },
      result(call[0]?.id ?? ''),
    ];
    const two = await both({ tools, parallel_tool_calls: false, messages }, 'calls');
    expect(two.streamed.calls.map(({ name }) => name)).toEqual(['get_time']);
  });

  test('tool_choice: none, and the model calls nothing', async () => {
    const { streamed, choice } = await both({ tools, tool_choice: 'none' }, 'calls');
    expect(streamed).toMatchObject({ text: 'Let me see.It rains, at noon.', calls: [], finish: 'stop' });
    expect(choice.message.tool_calls).toBeNull();
  });

  test('tool_choice: auto, and what is made up calls nothing', async () => {
    const { streamed } = await both({ tools, tool_choice: 'auto' }, 'generated');
    expect(streamed).toMatchObject({ calls: [], finish: 'stop' });
  });

  test.each([
    ['required', 'required'],
    ['named', { type: 'function', function: { name: 'get_weather' } }],
  ])(
    'tool_choice: %s, and what is made up calls it, with arguments after its schema',
    async (_, tool_choice) => {
      const { streamed, choice } = await both({ tools, tool_choice }, 'generated');
      expect(streamed.finish).toBe('tool_calls');
      const [call] = streamed.calls;
      expect(call?.name).toBe('get_weather');
      const valid = new Ajv().compile(weather.function.parameters);
      expect(valid(JSON.parse(call?.arguments ?? ''))).toBe(true);
      expect(choice.message.tool_calls?.[0]?.function).toEqual({
        name: call?.name,
        arguments: call?.arguments,
      });
    },
  );

  test('the result of a call that was demanded is answered with text', async () => {
    const first = await both({ tools, tool_choice: 'required' }, 'generated');
    const tool_calls = first.choice.message.tool_calls ?? [];
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', tool_calls },
      ...tool_calls.map(({ id }) => result(id)),
    ];
    const { streamed } = await both({ tools, tool_choice: 'required', messages }, 'generated');
    expect(streamed).toMatchObject({ calls: [], finish: 'stop', text: expect.stringMatching(/\w/) });
  });

  const functions = [weather.function, { name: 'get_time', parameters: { type: 'object' } }];

  test('the older functions, one call at a time, in function_call', async () => {
    const { streamed, choice } = await both({ functions }, 'calls');
    expect([streamed.finish, choice.finish_reason]).toEqual(['function_call', 'function_call']);
    const pieces = streamed.chunks.flatMap(({ choices }) => choices[0]?.delta.function_call ?? []);
    expect(pieces[0]).toEqual({ name: 'get_weather', arguments: '' });
    expect(pieces.map((piece) => piece.arguments).join('')).toBe('{"city":"Lyon"}');
    expect(choice.message).toMatchObject({
      function_call: { name: 'get_weather', arguments: '{"city":"Lyon"}' },
      tool_calls: null,
    });
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: null, function_call: choice.message.function_call },
      { role: 'function', name: 'get_weather', content: 'rain' },
    ];
    const { choice: next } = await both({ functions, messages }, 'calls');
    expect(next.message.function_call?.name).toBe('get_time');
  });

  test.each([
    ['none', 'none', null],
    ['auto', 'auto', null],
    ['named', { name: 'get_time' }, 'get_time'],
  ])('function_call: %s', async (_, function_call, called) => {
    const { choice } = await both({ functions, function_call }, 'generated');
    expect(choice.message.function_call?.name ?? null).toBe(called);
  });
});

describe('response_format', () => {
  const schema = {
    type: 'object',
    additionalProperties: false,
    required: ['title', 'year', 'tags'],
    properties: {
      title: { type: 'string', minLength: 1 },
      year: { type: 'integer', minimum: 1895, maximum: 2030 },
      tags: { type: 'array', minItems: 1, maxItems: 4, items: { enum: ['drama', 'comedy'] } },
    },
  };

  test('json_object: an object', async () => {
    const { streamed, choice } = await both({ response_format: { type: 'json_object' } }, 'generated');
    expect(JSON.parse(streamed.text)).toEqual(expect.any(Object));
    expect(choice.message.content).toBe(streamed.text);
  });

  test('json_schema: what the schema accepts', async () => {
    const response_format = { type: 'json_schema', json_schema: { name: 'film', strict: true, schema } };
    const { streamed } = await both({ response_format }, 'generated');
    const valid = new Ajv().compile(schema);
    valid(JSON.parse(streamed.text));
    expect(valid.errors ?? []).toEqual([]);
  });

  test.each([
    ['that nothing satisfies', { type: 'string', minLength: 5, maxLength: 2 }],
    ['that is none', { type: 'film' }],
    ['that is a number', 5],
    ['that refers to nothing', { $ref: '#/$defs/nowhere' }],
  ])('json_schema: a schema %s is refused, and said to be', async (_, impossible) => {
    const response_format = { type: 'json_schema', json_schema: { name: 'film', schema: impossible } };
    const response = await ask(server.url, chatBody({ stream: true, response_format }), {
      workspace: 'generated',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining('No value can be made for this JSON schema.'),
    });
    const entry = await server.lastRequest();
    expect([entry?.status, entry?.ending]).toEqual([400, { type: 'done' }]);
  });

  test('text: Markdown', async () => {
    const { streamed } = await both({ response_format: { type: 'text' } }, 'generated');
    expect(streamed.text).toMatch(/\*\*|^#/m);
  });
});

describe('logprobs', () => {
  test.each([0, 3])('of each token, with %i others beside it', async (top_logprobs) => {
    const { streamed, choice } = await both({ logprobs: true, top_logprobs });
    const all = streamed.chunks.flatMap(({ choices }) => choices[0]?.logprobs?.content ?? []);
    expect(all.map(({ token }) => token).join('')).toBe(TEXT);
    expect(choice.logprobs?.content).toEqual(all);
    for (const { logprob, top_logprobs: others } of all) {
      expect(logprob).toBeLessThanOrEqual(0);
      expect(others.length).toBe(top_logprobs);
    }
  });

  test('none that were not asked for', async () => {
    const { streamed, choice } = await both({ logprobs: false });
    expect(streamed.chunks.every(({ choices }) => choices[0]?.logprobs === null)).toBe(true);
    expect(choice.logprobs).toBeNull();
  });
});

describe('usage', () => {
  test('include_usage: one more chunk, without choices, before [DONE]', async () => {
    const { streamed, body } = await both({ stream_options: { include_usage: true } });
    const last = streamed.chunks.at(-1);
    expect(last?.choices).toEqual([]);
    expect(last?.usage).toEqual(body.usage);
    expect(body.usage.completion_tokens).toBe(encode(TEXT).length);
    expect(body.usage.total_tokens).toBe(body.usage.prompt_tokens + body.usage.completion_tokens);
    expect(streamed.chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
  });

  test.each([undefined, { include_usage: false }])('stream_options %j: none', async (stream_options) => {
    const { streamed } = await both({ stream_options });
    expect(streamed.chunks.every(({ usage, choices }) => usage === null && choices.length === 1)).toBe(true);
  });

  test('of a longer question it is more', async () => {
    const usage = async (content: string) =>
      (await both({ messages: [{ role: 'user', content }] })).body.usage.prompt_tokens;
    expect((await usage('one two three four')) - (await usage('one'))).toBe(3);
  });
});

test.each(['wav', 'mp3', 'flac', 'opus', 'pcm16'])('modalities: audio, as %s', async (format) => {
  const audio = { voice: 'ash', format };
  const { streamed, choice } = await both({ modalities: ['text', 'audio'], audio });
  const deltas = streamed.chunks.flatMap(({ choices }) => choices[0]?.delta.audio ?? []);
  expect(deltas.map(({ transcript = '' }) => transcript).join('')).toBe(TEXT);
  expect(choice.message.audio?.transcript).toBe(TEXT);
  const bytes = Buffer.concat(deltas.map(({ data = '' }) => Buffer.from(data, 'base64')));
  expect(bytes.length).toBeGreaterThan(100);
  expect(bytes.equals(Buffer.from(choice.message.audio?.data ?? '', 'base64'))).toBe(true);
  expect([streamed.text, choice.message.content]).toEqual(['', null]);
});

test.each([
  ['auto', 'default'],
  ['default', 'default'],
  [undefined, null],
  [null, null],
])('service_tier %j is answered with %j', async (service_tier, answered) => {
  const { streamed, body } = await both({ service_tier });
  expect(body.service_tier).toBe(answered);
  expect(new Set(streamed.chunks.map((chunk) => chunk.service_tier))).toEqual(new Set([answered]));
});

test('seed: another one makes up another answer', async () => {
  const text = async (seed: number | null) => (await both({ seed }, 'generated')).streamed.text;
  const [one, again, two] = [await text(1), await text(1), await text(2)];
  expect(one).toBe(again);
  expect(one).not.toBe(two);
});
