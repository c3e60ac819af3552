import { describe, expect, test } from 'vitest';
import { Recorder } from '../../src/record/recorder.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import type { Exchange } from '../../src/upstream/exchange.ts';

/** Frames of a stream, by their time: a delta of the first choice, or the text of a frame. */
type Frame = readonly [at: number, delta: Record<string, unknown> | string, finish?: string];

const chunk = (delta: unknown, finish: string | null = null, more: object = {}) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', model: 'gpt-4o', choices: [{ index: 0, delta, finish_reason: finish }], ...more })}`;

function stream(frames: readonly Frame[], more: Partial<Exchange> = {}): Exchange {
  return {
    workspace: 'main',
    request: {
      model: 'gpt-4o',
      stream: true,
      messages: [{ role: 'user', content: 'What is there to see?' }],
    },
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    frames: frames.map(([at, delta, finish]) => ({
      at,
      data: typeof delta === 'string' ? delta : chunk(delta, finish),
    })),
    ending: 'complete',
    ...more,
  };
}

const STOP: Frame = [2000, {}, 'stop'];
const DONE: Frame = [2000, 'data: [DONE]'];
const asking = (...messages: object[]) => ({ model: 'gpt-4o', messages });
const user = (content: unknown) => ({ role: 'user', content });

async function record(...exchanges: Exchange[]): Promise<{ input: ScenarioInput; yaml: string }> {
  const recorder = new Recorder();
  let yaml = '';
  for (const exchange of exchanges) yaml = (await recorder.add(exchange)).yaml;
  const { scenarios, problems } = parseScenarios(yaml);
  expect(problems).toEqual([]);
  const [scenario] = scenarios;
  if (scenario === undefined) throw new Error('Nothing was recorded.');
  return { input: scenario.input, yaml };
}

const replyTo = async (...frames: Frame[]) => (await record(stream(frames))).input.reply;

/** Words that come one by one, a token each. */
function words(count: number, { from = 500, every = 50 } = {}): Frame[] {
  return Array.from({ length: count }, (_, index) => [from + index * every, { content: ' word' }]);
}

describe('how fast it was', () => {
  test('the first token and the tokens a second are measured, as round numbers', async () => {
    const { input } = await record(
      stream([[493, { role: 'assistant', content: '' }], ...words(30, { from: 493, every: 41 }), STOP, DONE]),
    );
    expect(input.pace).toEqual({ ttft: 490, tps: 24 });
  });

  test('a pause in the text is a step, and does not count as its pace', async () => {
    const frames = [...words(20), ...words(20, { from: 4450 })];
    const { input } = await record(stream([...frames, [5450, {}, 'stop'], DONE]));
    expect(input.pace).toEqual({ ttft: 500, tps: 20 });
    expect(input.reply).toEqual([{ text: ' word'.repeat(20) }, { wait: 2950 }, { text: ' word'.repeat(20) }]);
  });

  test('text in bursts is a pace, and not a pause for each', async () => {
    const bursts = Array.from({ length: 10 }, (_, burst) =>
      words(10, { from: 500 + burst * 500, every: 0 }),
    ).flat();
    const { input } = await record(stream([...bursts, STOP, DONE]));
    expect(input.reply).toHaveLength(1);
    expect(input.pace).toMatchObject({ ttft: 500, tps: 22 });
  });

  test('a later call of the model may take longer, or less, to its first token', async () => {
    const call = (name: string, args: object) => ({
      role: 'assistant',
      tool_calls: [
        { index: 0, id: 'u', type: 'function', function: { name, arguments: JSON.stringify(args) } },
      ],
    });
    const asked = JSON.stringify({ index_uid: 'movies', q: 'space', filter: '' });
    const { input } = await record(
      stream([
        [800, call('_meiliSearchProgress', { call_id: 'c', function_name: 's', function_arguments: asked })],
        [1220, call('_meiliSearchSources', { call_id: 'c', sources: [{ id: 1 }] })],
        ...words(4, { from: 1420, every: 20 }),
        [1500, {}, 'stop'],
        [1500, 'data: [DONE]'],
      ]),
    );
    expect(input).toMatchObject({
      pace: { ttft: 800, tps: 50 },
      reply: [
        { search: { index: 'movies', q: 'space', takes: 420, documents: [{ id: 1 }] } },
        { text: ' word'.repeat(4), pace: { ttft: 200 } },
      ],
    });
  });

  test('of one body, only the whole time is known', async () => {
    const message = { role: 'assistant', content: 'word '.repeat(100) };
    const body = { model: 'gpt-4o', choices: [{ index: 0, message, finish_reason: 'stop' }] };
    const { input } = await record(
      stream([], {
        headers: { 'content-type': 'application/json' },
        frames: [{ at: 2300, data: JSON.stringify(body) }],
      }),
    );
    expect(input.reply).toEqual([{ text: 'word '.repeat(100) }]);
    expect(input.pace?.tps).toBeCloseTo(50, -1);
  });
});

describe('what was said', () => {
  test('calls of the client’s functions have their arguments as objects, where that loses nothing', async () => {
    const begin = (index: number, name: string) => ({
      tool_calls: [{ index, id: `call_${index}`, type: 'function', function: { name, arguments: '' } }],
    });
    const more = (index: number, text: string) => ({
      tool_calls: [{ index, function: { arguments: text } }],
    });
    const reply = await replyTo(
      [500, begin(0, 'a')],
      ...[...'{"x": [1, "1.0"]}'].map((text): Frame => [510, more(0, text)]),
      [600, begin(1, 'b')],
      [610, more(1, '{"x": 1.0}')],
      [620, begin(2, 'c')],
      [630, more(2, '{"x": ')],
      [640, {}, 'tool_calls'],
      DONE,
    );
    expect(reply).toEqual([
      { toolCall: { name: 'a', arguments: { x: [1, '1.0'] } } },
      { toolCall: { name: 'b', arguments: '{"x": 1.0}' } },
      { toolCall: { name: 'c', arguments: '{"x": ' } },
    ]);
  });

  test('a call in the form that came before tools is a call', async () => {
    const reply = await replyTo(
      [500, { role: 'assistant', content: null, function_call: { name: 'look', arguments: '' } }],
      [510, { function_call: { arguments: '{"at":1}' } }],
      [520, {}, 'function_call'],
      DONE,
    );
    expect(reply).toEqual([{ toolCall: { name: 'look', arguments: { at: 1 } } }]);
  });

  test.each<[string, Frame[], unknown[]]>([
    [
      'a refusal',
      [[500, { refusal: 'I ' }], [510, { refusal: 'cannot.' }], STOP, DONE],
      [{ refusal: 'I cannot.' }, { wait: 1500 }],
    ],
    [
      'a limit',
      [[500, { content: 'Hi' }], [510, {}, 'length'], DONE],
      [{ text: 'Hi' }, { finish: 'length' }],
    ],
    [
      'no reason',
      [
        [500, { content: 'Hi' }],
        [500, 'data: [DONE]'],
      ],
      [{ text: 'Hi' }, { finish: 'none' }],
    ],
    [
      'no [DONE]',
      [
        [500, { content: 'Hi' }],
        [520, {}, 'stop'],
      ],
      [{ text: 'Hi' }, { fault: 'no-done' }],
    ],
    [
      'an error at the end',
      [
        [500, { content: 'Hi' }],
        [520, 'data: {"error":{"message":"Oh","code":429}}'],
        [520, 'data: [DONE]'],
      ],
      [{ text: 'Hi' }, { error: { message: 'Oh', code: '429' } }],
    ],
    [
      'an error in the middle',
      [[500, 'data: {"error":{"message":"Oh"}}'], [500, { content: 'Hi' }], STOP, DONE],
      [{ wait: 500 }, { error: { message: 'Oh', ends: false } }, { text: 'Hi' }, { wait: 1500 }],
    ],
    [
      'a comment of two lines',
      [
        [0, ': a\n: b'],
        [300, { content: 'Hi' }],
        [320, {}, 'stop'],
        [320, 'data: [DONE]'],
      ],
      [{ comment: 'a\nb' }, { text: 'Hi' }],
    ],
    [
      'what nobody knows',
      [
        [300, { content: 'Hi' }],
        [320, 'event: ping\ndata: 1'],
        [320, {}, 'stop'],
        [320, 'data: [DONE]'],
      ],
      [{ text: 'Hi' }, { raw: 'event: ping\ndata: 1\n\n' }],
    ],
    [
      'nothing',
      [
        [300, { role: 'assistant', content: '' }],
        [300, {}, 'stop'],
        [300, 'data: [DONE]'],
      ],
      [{ finish: 'stop' }],
    ],
  ])('%s', async (_, frames, steps) => {
    const reply = await replyTo(...frames);
    expect(reply).toEqual(steps);
  });

  test('what no step says is named', async () => {
    const { yaml, input } = await record(
      stream([[300, { content: 'Hi', reasoning_content: 'Hm' }], STOP, DONE]),
    );
    expect(input.reply?.[0]).toEqual({ text: 'Hi' });
    expect(yaml).toContain('# Left out, since no step says it: reasoning_content.\n');
  });

  test('of several choices the first is recorded, and a comment says so', async () => {
    const two = {
      choices: [
        { index: 0, delta: { content: 'A' } },
        { index: 1, delta: { content: 'B' } },
      ],
    };
    const { yaml, input } = await record(
      stream([
        [300, `data: ${JSON.stringify(two)}`],
        [300, {}, 'stop'],
        [300, 'data: [DONE]'],
      ]),
    );
    expect(input.reply).toEqual([{ text: 'A' }]);
    expect(yaml).toContain('# It had 2 choices; this is the first.');
  });

  test('the model that answered, and the tokens that a chunk counted, are kept', async () => {
    const usage = { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 };
    const last = JSON.stringify({ choices: [], usage });
    const answer = chunk({ content: 'Hi' }, 'stop', { model: 'gpt-4o-2024-08-06' });
    const { input } = await record(
      stream([
        [300, answer],
        [300, `data: ${last}`],
        [300, 'data: [DONE]'],
      ]),
    );
    expect(input).toMatchObject({ model: 'gpt-4o-2024-08-06', usage });
  });
});

describe('how it broke off', () => {
  test.each<[Exchange['ending'], Frame[], unknown]>([
    ['broken', [], { fault: 'reset' }],
    ['broken', [[320, 'data: {"id":"chatc']], { fault: 'half-frame' }],
    ['complete', [], { fault: 'truncate' }],
    ['left', [], { finish: 'stop' }],
  ])('%s %#', async (ending, more, last) => {
    const { input, yaml } = await record(stream([[300, { content: 'Hi' }], ...more], { ending }));
    expect(input.reply).toEqual([{ text: 'Hi' }, last]);
    expect(yaml.includes('# The client left here')).toBe(ending === 'left');
  });

  test('before anything came', async () => {
    expect((await record(stream([], { ending: 'broken' }))).input.reply).toEqual([{ fault: 'reset' }]);
  });

  test.each([
    [
      503,
      '{"message":"Too many search requests running at the same time: 7. Retry after 10s.","code":"too_many_search_requests"}',
      {
        code: 'too_many_search_requests',
        message: 'Too many search requests running at the same time: 7. Retry after 10s.',
      },
    ],
    [404, '{"message":"Chat `main` not found","code":"chat_not_found"}', 'chat_not_found'],
    [429, '{"error":{"message":"Slow down."}}', { status: 429, body: { error: { message: 'Slow down.' } } }],
    [502, '<html>Bad Gateway</html>', { status: 502, body: '<html>Bad Gateway</html>' }],
  ])('with status %i', async (status, data, error) => {
    const { input } = await record(stream([], { status, headers: {}, frames: [{ at: 5, data }] }));
    expect(input).toEqual(expect.objectContaining({ error }));
  });
});

describe('when it answers', () => {
  const answer = (text: string): Frame[] => [
    [300, { content: text }],
    [320, {}, 'stop'],
    [320, 'data: [DONE]'],
  ];
  const matchOf = async (content: unknown, workspace = 'main') =>
    (await record(stream(answer('Hi'), { workspace, request: asking(user(content)) }))).input.match;

  test.each([
    ['Recommend me a film, please', { message: 'Recommend me a film, please' }],
    ['Dune?', { message: '/^\\s*Dune\\?\\s*$/' }],
    ['/a long path/of a folder/i', { message: '/^\\/a long path\\/of a folder\\/i$/' }],
    ['The first line is here\nand the second', { message: 'The first line is here' }],
    [
      `A question ${'of very many words '.repeat(9)}`,
      { message: 'A question of very many words of very many words of very' },
    ],
    [
      [
        { type: 'text', text: 'Parts of a message' },
        { type: 'image_url', image_url: { url: 'x' } },
      ],
      { message: 'Parts of a message' },
    ],
    ['', {}],
  ])('%s', async (content, match) => {
    expect(await matchOf(content)).toEqual({ workspace: 'main', ...match });
  });

  test('no match is made of nothing', async () => {
    expect(await matchOf('', '')).toBeUndefined();
  });

  test('a question in the middle of a conversation says which one it is', async () => {
    const request = asking(
      user('Recommend me a film'),
      { role: 'assistant', content: 'Dune' },
      user('And is that one long?'),
    );
    const { input } = await record(stream(answer('Yes'), { request }));
    expect(input.match).toEqual({ workspace: 'main', message: 'And is that one long?', turn: 2 });
  });

  test('an answer to a result has the call before it', async () => {
    const call = { id: 'c', type: 'function', function: { name: 'look', arguments: '{"at":1}' } };
    const messages = [
      user('Look, please, at it'),
      { role: 'assistant', content: 'Well', tool_calls: [call] },
      { role: 'tool', content: '2', tool_call_id: 'c' },
    ];
    const { input, yaml } = await record(stream(answer('Two'), { request: asking(...messages) }));
    expect(input.reply).toEqual([
      { text: 'Well' },
      { toolCall: { name: 'look', arguments: { at: 1 } } },
      { text: 'Two' },
    ]);
    expect(yaml).toContain('# Not recorded: made of the messages of the next request.');
  });

  test('the same question, answered another way, is asked for by name', async () => {
    const recorder = new Recorder({ taken: ['what-is-there-to-see'] });
    const [one, two] = [await recorder.add(stream(answer('One'))), await recorder.add(stream(answer('Two')))];
    expect([one.name, two.name]).toEqual(['what-is-there-to-see-2', 'what-is-there-to-see-3']);
    expect(one.input.match).toBeDefined();
    expect(two.input.match).toBeUndefined();
    expect(two.yaml).toContain('ask for this one by its name');
  });

  test('two conversations that begin alike go on apart', async () => {
    const recorder = new Recorder();
    const first = stream(answer('Dune'));
    await recorder.add(first);
    const second = (content: string, next: string) =>
      stream(answer(next), {
        request: asking(user('What is there to see?'), { role: 'assistant', content }, user(next)),
      });
    expect((await recorder.add(second('Dune', 'Is it long, by the way?'))).exchanges).toBe(2);
    const other = await recorder.add(second('Dune', 'Who plays in it, by the way?'));
    expect(other).toMatchObject({ exchanges: 1, input: { match: { turn: 2 } } });
  });
});

test('nothing of a request is taken for granted', async () => {
  const bodies = [
    null,
    7,
    'text',
    [],
    { messages: 'none' },
    { messages: [null, 7, { role: 'user', content: { a: 1 } }] },
  ];
  for (const request of bodies) {
    const { input } = await record(stream([[300, { content: 'Hi' }], STOP, DONE], { request }));
    expect(input).toMatchObject({ name: 'main', match: { workspace: 'main' } });
  }
});
