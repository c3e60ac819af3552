import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChatMock } from '../../src/control/chat-mock.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import type { ScenarioInput, SearchSpec } from '../../src/scenario/schema.ts';
import { readGallery } from '../scenario/gallery.ts';
import { CLIENTS, type Message, type Question, type Seen } from './clients.ts';
import { functionsOf, stepsOf } from './converse.ts';

const gallery = new Map(
  readGallery().flatMap((file) => file.scenarios.map(({ input }) => [input.name, input] as const)),
);
const server = createServer({ scenarios: 'scenarios', speed: 0 });
const told = new Set<string>();

beforeAll(() => server.listen());
afterAll(() => server.close());

const inputOf = (name: string): ScenarioInput => {
  const input = gallery.get(name);
  if (input === undefined) throw new Error(`the gallery has no scenario ${name}`);
  told.add(name);
  return input;
};
const textsOf = (input: ScenarioInput) =>
  stepsOf(input).flatMap((step) => ('text' in step ? [step.text] : []));

/** Those that simply answer: a text, perhaps after searches, and an end. */
const ANSWERS = [
  ...['code-block', 'content-filter', 'empty-answer', 'fast-burst', 'keep-alive', 'languages'],
  ...['length-limit', 'long-markdown', 'many-sources', 'movie-night', 'no-results', 'refusal'],
  ...['search-rounds', 'slow-first-token', 'table', 'two-searches'],
];

const REFUSED: Record<string, { status: number; code: string; name: string; text: string }> = {
  'feature-disabled': {
    ...{ status: 400, code: 'feature_not_enabled', name: 'BadRequestError', text: 'Bad Request' },
  },
  unauthorized: {
    ...{
      status: 401,
      code: 'missing_authorization_header',
      name: 'AuthenticationError',
      text: 'Unauthorized',
    },
  },
  forbidden: { status: 403, code: 'invalid_api_key', name: 'PermissionDeniedError', text: 'Forbidden' },
  'chat-not-found': { status: 404, code: 'chat_not_found', name: 'NotFoundError', text: 'Not Found' },
  'rate-limited': {
    ...{
      status: 503,
      code: 'too_many_search_requests',
      name: 'InternalServerError',
      text: 'Service Unavailable',
    },
  },
};

/** The events that the searches of a scenario are told by. */
function eventsOf(input: ScenarioInput): unknown[] {
  const searches = stepsOf(input).flatMap((step): SearchSpec[] => {
    if (!('search' in step)) return [];
    return Array.isArray(step.search) ? step.search : [step.search];
  });
  return searches.flatMap((search) => {
    const { index, q = '', filter = '', documents = 3, error } = search;
    const call_id = expect.stringMatching(/^call_\w{24}$/);
    const args = JSON.stringify({ index_uid: index, q, filter });
    const called = { name: '_meiliSearchInIndex', arguments: args };
    const append = '_meiliAppendConversationMessage';
    const sources =
      typeof documents === 'number' ? expect.objectContaining({ length: documents }) : documents;
    return [
      {
        name: '_meiliSearchProgress',
        value: { call_id, function_name: '_meiliSearchInIndex', function_arguments: args },
      },
      {
        name: append,
        value: { role: 'assistant', tool_calls: [{ id: call_id, type: 'function', function: called }] },
      },
      ...(error === undefined ? [{ name: '_meiliSearchSources', value: { call_id, sources } }] : []),
      { name: append, value: { role: 'tool', content: expect.any(String), tool_call_id: call_id } },
    ];
  });
}

describe.each(CLIENTS.map((client) => [client.name, client] as const))('%s', (name, client) => {
  const ai = name.startsWith('ai,');
  const bytes = name === 'fetch' || name === 'meilisearch';
  const helper = name === 'openai .stream()';
  // Each client has a session of its own, so that their attempts and clocks are their own.
  const session: ChatMock = server.session(`client-${CLIENTS.indexOf(client)}`);

  const ask = (input: ScenarioInput, more: Partial<Question> = {}) =>
    client.ask({
      url: session.url,
      scenario: input.name,
      messages: [{ role: 'user', content: 'What is there to see?' }],
      functions: functionsOf(input),
      signal: new AbortController().signal,
      ...more,
    });
  /** As the `ai` SDK spells it. */
  const spelt = (finish: string) => (ai ? finish.replace('_', '-') : finish);
  const events = (input: ScenarioInput) => (helper ? [] : eventsOf(input));

  test.each(ANSWERS)('reads %s to its end', async (scenario) => {
    const input = inputOf(scenario);
    const steps = stepsOf(input);
    const finish = steps.flatMap((step) => ('finish' in step ? [step.finish] : []))[0] ?? 'stop';
    const refusal = steps.flatMap((step) => ('refusal' in step ? [step.refusal] : [])).join('');
    const text = textsOf(input).join('');
    // The `ai` SDK takes a refusal for text that a filter ended.
    const refused = refusal !== '' && ai;
    expect(await ask(input)).toEqual({
      text: refused ? refusal : text,
      refusal: refused ? '' : refusal,
      finish: refused ? 'content-filter' : spelt(finish),
      events: events(input),
      calls: [],
      error: undefined,
    });
  });

  test('reads your-words, which follows the question', async () => {
    const seen = await ask(inputOf('your-words'), {
      messages: [{ role: 'user', content: 'What is playing in Paris?' }],
    });
    expect(seen).toMatchObject({ finish: 'stop', error: undefined });
    expect(seen.text.split('\n')).toEqual([
      'You asked “What is playing in Paris?” There is:',
      '',
      '- **Paris when it Sizzles** at 18:15, Rex Paris',
      '- **Roman Holiday** at 20:30, Lumière',
      '',
      '2 films in Paris.',
      '',
    ]);
    if (!helper) expect(JSON.stringify(seen.events)).toContain('turn = 1');
  });

  test.each(Object.entries(REFUSED))('is told of %s', async (scenario, { status, code, name, text }) => {
    const seen = await ask(inputOf(scenario));
    expect(seen).toMatchObject({ text: '', events: [], calls: [] });
    // The clients made for OpenAI's errors know of Meilisearch's no more than the status.
    if (client.name === 'fetch') expect(seen.error).toEqual({ status, code });
    else if (bytes) expect(seen.error).toMatchObject({ class: 'MeilisearchApiError', cause: code });
    else if (ai)
      expect(seen.error).toMatchObject({ class: 'AI_APICallError', statusCode: status, message: text });
    else expect(seen.error).toMatchObject({ class: name, status });
  });

  test('gets its answer when it sends a refused request of rate-limited again', async () => {
    const input = inputOf('rate-limited');
    await session.reset();
    expect((await ask(input)).error).toBeDefined();
    expect(await ask(input)).toMatchObject({
      text: textsOf(input).join(''),
      finish: 'stop',
      error: undefined,
    });
  });

  test('follows the conversation of follow-up', async () => {
    const input = inputOf('follow-up');
    const messages: Message[] = [];
    for (const text of textsOf(input)) {
      messages.push({ role: 'user', content: 'And then?' });
      expect(await ask(input, { messages: [...messages] })).toMatchObject({ text, finish: 'stop' });
      messages.push({ role: 'assistant', content: text });
    }
  });

  test.each(['external-tool-call', 'parallel-tool-calls'])(
    'runs the functions of %s and brings the results',
    async (scenario) => {
      const input = inputOf(scenario);
      const called = stepsOf(input).flatMap((step) => ('toolCall' in step ? [step.toolCall] : []));
      const messages: Message[] = [{ role: 'user', content: 'What is on tonight?' }];
      const first = await ask(input, { messages });
      expect(first).toMatchObject({ finish: spelt('tool_calls'), events: [], error: undefined });
      expect(first.calls).toEqual(called.map((call) => ({ ...call, id: expect.stringMatching(/^call_/) })));
      messages.push({ role: 'assistant', calls: first.calls });
      for (const call of first.calls) messages.push({ role: 'tool', call, content: 'done' });
      const second = await ask(input, { messages });
      expect(second).toMatchObject({ finish: 'stop', calls: [], error: undefined });
      expect(first.text + second.text).toBe(textsOf(input).join(''));
    },
  );

  test.each(['provider-error', 'provider-rate-limit'])('is told in the stream of %s', async (scenario) => {
    const input = inputOf(scenario);
    const error = stepsOf(input).flatMap((step) => ('error' in step ? [step.error] : []))[0];
    if (typeof error !== 'object') throw new Error('a scenario that says all of its error');
    const { message, type, code = null } = error;
    const seen = await ask(input);
    expect(seen.text).toBe(textsOf(input).join(''));
    if (bytes) expect(seen.error).toEqual({ event: type, code, message });
    else if (!ai) expect(seen.error).toEqual({ class: 'APIError', message, code });
    // An error before any text fails the request as a whole, for one of the providers.
    else if (seen.finish === undefined)
      expect(seen.error).toMatchObject({ class: 'AI_APICallError', message });
    else expect(seen).toMatchObject({ finish: 'error', error: { event: { message, type, code } } });
  });

  test('meets the failed search of search-fails as it does', async () => {
    const input = inputOf('search-fails');
    const seen = await ask(input);
    if (name.startsWith('openai')) {
      // It stops at the first error event, and the rest of the answer is lost on it.
      expect(seen).toMatchObject({ text: '', error: { class: 'APIError', code: '404' } });
      expect(seen.events).toEqual(events(input).slice(0, 3));
    } else {
      expect(seen).toMatchObject({ text: textsOf(input).join(''), finish: 'stop', events: eventsOf(input) });
      expect(JSON.stringify(seen.error)).toContain('Index `podcasts` not found.');
    }
  });

  test.each(['connection-reset', 'half-frame'])(
    'has all of the text when %s breaks the connection',
    async (scenario) => {
      const input = inputOf(scenario);
      const seen = await ask(input);
      expect(seen.text).toBe(textsOf(input).join(''));
      if (ai) expect(seen.error).toMatchObject({ class: 'AI_APICallError' });
      else
        expect(seen.error).toMatchObject({
          class: helper ? 'OpenAIError' : 'TypeError',
          message: 'terminated',
        });
    },
  );

  test('takes truncated for an end, or not', async () => {
    const input = inputOf('truncated');
    const { text, finish, error } = await ask(input);
    expect(text).toBe(textsOf(input).join(''));
    const seen: Record<string, unknown> = {
      'openai .stream()': [undefined, 'missing finish_reason for choice 0'],
      'ai, @ai-sdk/openai .chat()': ['other', undefined],
      'ai, @ai-sdk/openai-compatible': ['error', 'Response stream ended without a finish reason.'],
    };
    // Those that are not named see nothing but that no reason to finish came.
    expect([finish, error?.message]).toEqual(seen[name] ?? [null, undefined]);
  });

  test('takes no-done for complete', async () => {
    const input = inputOf('no-done');
    expect(await ask(input)).toMatchObject({
      text: textsOf(input).join(''),
      finish: 'stop',
      error: undefined,
    });
  });

  test('leaves stalled-stream when its user does', async () => {
    const input = inputOf('stalled-stream');
    const stop = new AbortController();
    const whole = textsOf(input).join('');
    const seen = await ask(input, {
      signal: stop.signal,
      onText: (text) => {
        if (text === whole) stop.abort();
      },
    });
    expect(seen.text).toBe(whole);
    expect(seen.finish ?? undefined).toBe(undefined);
    const entry = await session.waitForRequest(
      (one) => one.scenario === 'stalled-stream' && one.ending !== undefined,
    );
    expect(entry.ending).toEqual({ type: 'fault', fault: 'stall' });
  });

  test('waits at the holds of held-answer, with what came before them in hand', async () => {
    const input = inputOf('held-answer');
    const [beginning = '', ending = ''] = textsOf(input);
    let text = '';
    let seen: Promise<Seen> | undefined;
    const came = new Promise<void>((resolve) => {
      seen = ask(input, {
        onText: (all) => {
          text = all;
          if (all === beginning) resolve();
        },
      });
    });
    await session.hold('before-the-answer').reached();
    expect(text).toBe('');
    await session.hold('before-the-answer').release();
    await session.hold('in-the-middle').reached();
    await came;
    expect(text).toBe(beginning);
    await session.hold('in-the-middle').release();
    expect(await seen).toMatchObject({ text: beginning + ending, finish: 'stop' });
  });
});

test('no scenario of the gallery is left out', () => {
  expect([...gallery.keys()].filter((name) => !told.has(name))).toEqual([]);
});
