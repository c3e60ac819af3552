import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { ChatRequest, FunctionTool } from '../../src/meilisearch/chat-request.ts';
import { generator } from '../../src/plan/made-up/generate.ts';
import { planAnswer } from '../../src/plan/plan.ts';
import { loadTokenizer } from '../../src/plan/tokens/tokens.ts';
import type { Plan, PlanRequest } from '../../src/plan/types.ts';
import { RandomIds } from '../../src/plan/wire/response-ids.ts';
import type { ResponseIds } from '../../src/playback/item.ts';
import type { ScenarioInput, Step } from '../../src/scenario/schema.ts';
import type { Chunk } from '../kit/chat.ts';

const tools = { tokenizer: await loadTokenizer(), generator };
const MEILI_TOOLS = ['_meiliSearchProgress', '_meiliAppendConversationMessage', '_meiliSearchSources'];

const declare = (names: readonly string[]): FunctionTool[] =>
  names.map((name) => ({ type: 'function', function: { name } }));

function plan(
  scenario: Omit<ScenarioInput, 'name'> | undefined,
  body: Partial<ChatRequest> = {},
  more: Partial<PlanRequest> = {},
): Promise<Plan> {
  return planAnswer(
    {
      workspace: 'movies',
      body: { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hi' }], stream: true, ...body },
      scenario: scenario && { name: 'test', ...scenario },
      turn: 1,
      attempt: 1,
      profile: 'spec',
      seed: 0,
      ...more,
    },
    tools,
  );
}

const reply = (...steps: Step[]) => ({ reply: steps });

function ids(rounds: readonly number[] = [0]): ResponseIds {
  return new RandomIds({ random: () => () => 0.5, began: 1_760_000_000_000, rounds });
}

function wire(of: Plan, stamped = ids(of.rounds)): string {
  return of.items
    .map((item) => (item.type === 'frame' ? String(item.render(stamped)) : `<${item.type}>`))
    .join('');
}

function chunks(of: Plan) {
  return of.items.flatMap((item) => {
    const said = item.type === 'frame' ? item.value?.(ids(of.rounds)) : undefined;
    return said === undefined ? [] : [said as Chunk];
  });
}

const text = (of: Plan, index = 0) =>
  chunks(of)
    .flatMap((chunk) => chunk.choices ?? [])
    .filter((choice) => choice.index === index)
    .map((choice) => choice.delta.content ?? '')
    .join('');
const finishes = (of: Plan) =>
  chunks(of).flatMap((chunk) => (chunk.choices ?? []).flatMap((choice) => choice.finish_reason ?? []));
const kinds = (of: Plan) => of.items.map((item) => (item.type === 'frame' ? item.kind : item.type));

test('the whole sample transcript of the real server comes out of a scenario, to the byte', async () => {
  const sample = await readFile(new URL('../fixtures/sample-transcript.txt', import.meta.url), 'utf8');
  const scenario = reply(
    {
      search: [
        {
          index: 'movies',
          q: 'time travel',
          callId: 'call_T1',
          documents: [
            { id: 1, title: 'Primer', year: 2004 },
            { id: 2, title: 'Back to the Future', year: 1985 },
          ],
        },
        {
          index: 'movies',
          q: 'paradox thriller',
          filter: 'year > 2000',
          callId: 'call_T2',
          documents: [{ id: 3, title: 'Looper', year: 2012 }],
        },
      ],
    },
    { text: '**Primer** and **Looper** both fit.\n' },
  );
  let events = 0;
  const made = await plan(scenario, {
    model: 'gpt-4o-mini-2024-07-18',
    service_tier: 'auto',
    tools: declare(MEILI_TOOLS),
  });
  const got = wire(made, {
    id: (round) => `chatcmpl-${'AB'[round] ?? '?'}`,
    created: (round) => [1_760_000_000, 1_760_000_004][round] ?? 0,
    callId: () => 'unused',
    uuid: (event) => {
      events = Math.max(events, event + 1);
      return `0000000${event + 1}-0000-4000-8000-00000000000${event + 1}`;
    },
  });
  // The fingerprint is the provider's, and where a text is cut into tokens is the model's.
  const comparable = (bytes: string) =>
    joinText(bytes.replaceAll(/"system_fingerprint":"fp_\w+"/g, '"system_fingerprint":"fp"'));
  expect(comparable(`retry: 10000\n\n${got}`)).toBe(comparable(sample));
  expect(events).toBe(8);
});

/** Joins neighbouring text chunks into one. */
function joinText(bytes: string): string {
  const piece =
    /(data: \{"id":"[^"]+","choices":\[\{"index":0,"delta":\{"content":")((?:[^"\\]|\\.)+)(","function_call":null,"tool_calls":null,"role":null.*\n\n)/;
  const events = bytes.split(/(?<=\n\n)/);
  const joined: string[] = [];
  for (const event of events) {
    const [, , content] = piece.exec(event) ?? [];
    const before = piece.exec(joined.at(-1) ?? '');
    if (content !== undefined && before !== null)
      joined.splice(-1, 1, `${before[1]}${before[2]}${content}${before[3]}`);
    else joined.push(event);
  }
  return joined.join('');
}

test('text comes token by token after the role, and ends with stop and [DONE]', async () => {
  const made = await plan(reply({ text: 'Watch **Interstellar** tonight.' }));
  expect(kinds(made).slice(0, 2)).toEqual(['role', 'text']);
  expect(kinds(made).slice(-2)).toEqual(['finish', 'done']);
  expect(text(made)).toBe('Watch **Interstellar** tonight.');
  expect(chunks(made).length).toBeGreaterThan(5);
  expect(finishes(made)).toEqual(['stop']);
  expect(wire(made)).toMatch(/data: \[DONE\]\n\n$/);
});

test('at a pace that is next to nothing, all times are numbers', async () => {
  const search = { index: 'movies', documents: [] };
  const pace = { tps: 5e-324, jitter: 1 };
  const made = await plan({ ...reply({ text: 'one two' }, { search }, { text: 'three' }), pace });
  expect(made.items.every(({ at }) => Number.isFinite(at))).toBe(true);
  expect(made.rounds.every(Number.isFinite)).toBe(true);
});

test('every token has its own deadline: time to first token, then the pace', async () => {
  const made = await plan({ ...reply({ text: 'one two three four' }), pace: { ttft: 200, tps: 20 } });
  const at = made.items
    .filter((item) => item.type === 'frame' && item.kind === 'text')
    .map((item) => item.at);
  expect(at).toEqual([200, 250, 300, 350]);
});

test('jitter varies the gaps, the same way for the same request', async () => {
  const scenario = { ...reply({ text: 'one two three four five' }), pace: { jitter: 0.5 } };
  const jittered = async () => (await plan(scenario)).items.map(({ at }) => at);
  const times = await jittered();
  expect(await jittered()).toEqual(times);
  const gaps = times.slice(1, 5).map((at, index, all) => at - (all[index - 1] ?? 300));
  expect(new Set(gaps).size).toBeGreaterThan(2);
});

test('a search sends only the events whose tools the request declares', async () => {
  const scenario = reply({ search: { index: 'movies', q: 'space', documents: [{ id: 1 }] } });
  expect(kinds(await plan(scenario))).toEqual(['role', 'finish', 'done']);
  expect(kinds(await plan(scenario, { tools: declare(['_meiliSearchSources']) }))).toEqual([
    'sources',
    'role',
    'finish',
    'done',
  ]);
  expect(kinds(await plan(scenario, { tools: declare(MEILI_TOOLS) }))).toEqual([
    'progress',
    'append',
    'sources',
    'append',
    'role',
    'finish',
    'done',
  ]);
});

test('searches of separate steps are separate rounds, with an id each', async () => {
  const made = await plan(
    reply(
      { search: { index: 'a', documents: [] } },
      { search: { index: 'b', documents: [] } },
      { text: 'Done' },
    ),
    { tools: declare(['_meiliSearchProgress']) },
  );
  const ids = new RandomIds({ random: () => Math.random, began: 0, rounds: made.rounds });
  const said = made.items.flatMap((item) =>
    item.type === 'frame' && item.kind !== 'done' ? [item.value?.(ids) as Chunk] : [],
  );
  expect(new Set(said.map(({ id }) => id)).size).toBe(3);
});

test('a search that fails sends no sources, tells the model why, and the answer goes on', async () => {
  const made = await plan(
    reply({ search: { index: 'nope', q: 'x', error: 'index_not_found' } }, { text: 'Sorry' }),
    { tools: declare(MEILI_TOOLS) },
  );
  expect(kinds(made).slice(0, 4)).toEqual(['progress', 'append', 'append', 'error']);
  expect(wire(made)).toContain('the search tool call failed with Index `nope` not found.');
  expect(wire(made)).toMatch(
    /"type":"error","error":\{"type":"response_error","code":"404","message":"Index `nope` not found.","param":null,"event_id":null\}\}/,
  );
  expect(text(made)).toBe('Sorry');
});

test('a search whose arguments are not what it takes finds nothing, and only the model is told why', async () => {
  const made = await plan(reply({ search: { index: 'movies', arguments: '{"index_uid":7}' } }), {
    tools: declare(MEILI_TOOLS),
  });
  expect(kinds(made)).toEqual(['progress', 'append', 'append', 'role', 'finish', 'done']);
  expect(wire(made)).toContain('invalid type: integer `7`, expected a string at line 1 column 14');
});

test('a filter that cannot be used finds no sources, and only the model is told why', async () => {
  const content = 'Attribute `year` is not filterable.';
  const made = await plan(
    reply({ search: { index: 'movies', filter: 'year > 1990', documents: [], content } }),
    {
      tools: declare(MEILI_TOOLS),
    },
  );
  expect(kinds(made).slice(0, 4)).toEqual(['progress', 'append', 'sources', 'append']);
  expect(wire(made)).toContain(content);
});

test('an error inside the stream ends it, with [DONE], unless it says that it does not', async () => {
  const ends = await plan(reply({ text: 'So' }, { error: 'The model is overloaded' }));
  expect(kinds(ends)).toEqual(['role', 'text', 'error', 'done']);
  const goesOn = await plan(reply({ error: { message: 'Hm', ends: false } }, { text: 'So' }));
  expect(kinds(goesOn)).toEqual(['error', 'role', 'text', 'finish', 'done']);
});

test.each([
  ['after a text', [{ text: 'Yes' }], ['role', 'text', 'done']],
  ['without a word', [], ['done']],
  ['in the round after a search', [{ search: { index: 'movies' } }], ['done']],
] satisfies [string, Step[], string[]][])(
  'a reply can end without a reason, %s: nothing but [DONE] says so',
  async (_, steps, expected) => {
    const scenario = reply(...steps, { finish: 'none' });
    const streamed = await plan(scenario, { stream_options: { include_usage: true } });
    expect(kinds(streamed)).toEqual(expected);
    const [completion] = chunks(await plan(scenario, { stream: false }));
    expect(completion).toMatchObject({ choices: [{ finish_reason: null }] });
  },
);

describe('limits', () => {
  test.each([
    ['max_tokens', { max_tokens: 2 }],
    ['max_completion_tokens', { max_completion_tokens: 2 }],
  ])('%s cuts after so many tokens', async (_, limit) => {
    const made = await plan(reply({ text: 'one two three four' }), limit);
    expect(text(made)).toBe('one two');
    expect(finishes(made)).toEqual(['length']);
  });

  test('a stop sequence is not sent, nor what follows it, even when it spans steps', async () => {
    const made = await plan(reply({ text: 'Hello wor' }, { wait: 10 }, { text: 'ld, and more' }), {
      stop: ['nothing', 'world'],
    });
    expect(text(made)).toBe('Hello ');
    expect(finishes(made)).toEqual(['stop']);
  });
});

test('n choices are all streamed, each with its own finish', async () => {
  const made = await plan(reply({ text: 'Same' }), { n: 3 });
  expect([0, 1, 2].map((index) => text(made, index))).toEqual(['Same', 'Same', 'Same']);
  expect(finishes(made)).toEqual(['stop', 'stop', 'stop']);
});

test('made-up choices differ', async () => {
  const made = await plan(undefined, { n: 2 });
  expect(text(made, 0)).not.toBe(text(made, 1));
});

describe('tool calls', () => {
  const weather = reply(
    { text: 'Let me look.' },
    { toolCall: { name: 'weather', arguments: { city: 'Paris' } } },
    { toolCall: { name: 'weather', arguments: { city: 'Lyon' } } },
    { text: 'Sunny in both.' },
  );
  const declared = { tools: declare(['weather']) };

  function calls(of: Plan) {
    const byIndex = new Map<number, string>();
    for (const { choices } of chunks(of)) {
      for (const call of choices[0]?.delta.tool_calls ?? []) {
        const before = byIndex.get(call.index) ?? '';
        byIndex.set(call.index, `${before}${call.function?.name ?? ''}${call.function?.arguments}`);
      }
    }
    return [...byIndex.values()];
  }

  test('calls that follow each other come in one response, as argument deltas', async () => {
    const made = await plan(weather, declared);
    expect(text(made)).toBe('Let me look.');
    expect(calls(made)).toEqual(['weather{"city":"Paris"}', 'weather{"city":"Lyon"}']);
    expect(finishes(made)).toEqual(['tool_calls']);
    expect(made.warnings).toEqual([]);
  });

  test('the steps after a call answer the request that brings its result', async () => {
    const call = { id: 'call_1', function: { name: 'weather', arguments: '{}' } };
    const messages: ChatRequest['messages'] = [
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', tool_calls: [call] },
      { role: 'tool', content: 'sunny', tool_call_id: 'call_1' },
    ];
    expect(text(await plan(weather, { ...declared, messages }))).toBe('Sunny in both.');
  });

  test('without parallel calls each has its response', async () => {
    expect(calls(await plan(weather, { ...declared, parallel_tool_calls: false }))).toEqual([
      'weather{"city":"Paris"}',
    ]);
  });

  test('tool_choice none leaves the calls out', async () => {
    const made = await plan(weather, { ...declared, tool_choice: 'none' });
    expect(text(made)).toBe('Let me look.Sunny in both.');
    expect(calls(made)).toEqual([]);
  });

  test('a made-up answer calls the function that the request demands', async () => {
    const named = { type: 'function', function: { name: 'weather' } } as const;
    for (const tool_choice of ['required', named] as const) {
      const made = await plan(undefined, { ...declared, tool_choice });
      expect(calls(made)[0]).toMatch(/^weather\{/);
    }
  });

  test.each(['_meiliSearchProgress', 'two words'])(
    'a made-up answer does not call %s, demanded or not',
    async (name) => {
      for (const tool_choice of ['required', { type: 'function', function: { name } }] as const) {
        const made = await plan(undefined, { tools: declare([name]), tool_choice });
        expect(calls(made)).toEqual([]);
        expect(finishes(made)).toEqual(['stop']);
      }
    },
  );

  test('legacy functions get a function_call', async () => {
    const made = await plan(weather, { functions: [{ name: 'weather', parameters: {} }] });
    const said = chunks(made).flatMap(({ choices }) => choices[0]?.delta.function_call ?? []);
    expect(said[0]).toEqual({ name: 'weather', arguments: '' });
    expect(said.map((one) => one.arguments).join('')).toBe('{"city":"Paris"}');
    expect(finishes(made)).toEqual(['function_call']);
  });

  test('a call that the request does not declare comes with a warning', async () => {
    expect((await plan(weather)).warnings[0]).toContain('weather');
  });

  test('the real server swallows external calls', async () => {
    const made = await plan(weather, {}, { profile: 'server' });
    expect(text(made)).toBe('Let me look.Sunny in both.');
    expect(calls(made)).toEqual([]);
  });
});

test('usage counts real tokens, in a chunk of its own when asked for', async () => {
  const made = await plan(reply({ text: 'one two three' }), { stream_options: { include_usage: true } });
  const last = chunks(made).at(-1);
  expect(last?.choices).toEqual([]);
  expect(last?.usage).toMatchObject({ completion_tokens: 3, prompt_tokens: 7, total_tokens: 10 });
  const real = await plan(
    reply({ text: 'x' }),
    { stream_options: { include_usage: true } },
    { profile: 'server' },
  );
  expect(real.items).toHaveLength(4);
});

test('log probabilities come with every token', async () => {
  const made = await plan(reply({ text: 'one two' }), { logprobs: true, top_logprobs: 2 });
  const all = chunks(made).flatMap(({ choices }) => choices[0]?.logprobs?.content ?? []);
  expect(all.map(({ token }) => token)).toEqual(['one', ' two']);
  expect(all[0]?.top_logprobs).toHaveLength(2);
});

test('a fault stands where it is told, with what would have come next behind it', async () => {
  expect(kinds(await plan(reply({ text: 'So' }, { fault: 'half-frame' })))).toEqual([
    'role',
    'text',
    'fault',
    'finish',
    'done',
  ]);
  expect(kinds(await plan(reply({ text: 'So' }, { fault: 'no-done' })))).toEqual([
    'role',
    'text',
    'finish',
    'fault',
  ]);
});

test('a made-up answer is the same for the same request, streamed or not, and quotes the question', async () => {
  const body = { messages: [{ role: 'user', content: 'Which film tonight?' }] } as const;
  const streamed = text(await plan(undefined, body));
  const { items } = await plan(undefined, { ...body, stream: false });
  const whole = items.map((item) => item.type === 'frame' && item.value?.(ids()));
  expect(whole).toMatchObject([{ object: 'chat.completion', choices: [{ message: { content: streamed } }] }]);
  expect(streamed).toContain('Which film tonight?');
});

test('response_format json_schema gets JSON of that schema', async () => {
  const schema = {
    type: 'object',
    properties: { title: { type: 'string' } },
    required: ['title'],
    additionalProperties: false,
  };
  const made = await plan(undefined, {
    response_format: { type: 'json_schema', json_schema: { name: 'film', schema } },
  });
  expect(JSON.parse(text(made))).toEqual({ title: expect.any(String) });
});

test('a whole completion carries calls, refusal and usage', async () => {
  const [refused] = (await plan(reply({ refusal: 'No.' }), { stream: false })).items;
  expect(refused?.type === 'frame' && refused.value?.(ids())).toMatchObject({
    choices: [{ message: { content: null, refusal: 'No.', tool_calls: null }, finish_reason: 'stop' }],
    usage: { completion_tokens: 2 },
  });
});

test('warns once of JSON that is cut short, however many choices there are', async () => {
  const schema = { type: 'array', items: { type: 'integer' }, minItems: 1e9 };
  const made = await plan(undefined, {
    n: 2,
    response_format: { type: 'json_schema', json_schema: { name: 'many', schema } },
  });
  expect(made.warnings).toEqual(['the JSON schema asks for more than is made up: the value is cut short']);
});

test('warns of a format of audio that is not made', async () => {
  const made = await plan(undefined, {
    modalities: ['text', 'audio'],
    audio: { voice: 'ash', format: 'mp3' },
  });
  expect(made.warnings).toEqual(['the audio is a WAV file, not mp3: the mock makes wav and pcm16 only']);
});
