import { beforeEach, expect, test } from 'vitest';
import { connect } from '../../src/client.ts';
import type { ChatMock } from '../../src/control/chat-mock.ts';
import type { RequestDetail, RequestOverview } from '../../src/control/overview.ts';
import type { ErrorInfo } from '../../src/control/views.ts';
import { createServer } from '../../src/index.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import { chatBody, readStream } from '../kit/chat.ts';
import { ask, freshName, said, setupServer } from './kit.ts';

const mock = setupServer();
let chat: ChatMock;
beforeEach(() => {
  chat = connect(mock.url, { session: freshName() });
});

async function get<Result>(path: string): Promise<Result> {
  const response = await fetch(`${chat.url}/__mock/${path}`);
  const body = await response.json();
  return body.results ?? body;
}

const overview = () => get<RequestOverview[]>('requests/overview');

test('an overview has the kinds and times of frames, and not what they say', async () => {
  await chat.use('plain');
  await said(await ask(chat.url, 'What is on?'));
  await chat.waitForRequest(({ ending }) => ending !== undefined);
  const [one] = await overview();
  expect(one).toMatchObject({
    number: 1,
    kind: 'chat',
    message: 'What is on?',
    scenario: 'plain',
    planned: [],
  });
  expect(one?.marks.map(([kind]) => kind)).toEqual([
    'role',
    'text',
    'text',
    'text',
    'text',
    'finish',
    'done',
  ]);
  expect(JSON.stringify(one)).not.toContain('chatcmpl');
});

test('an overview says what is still to come of an open stream, and at which hold it waits', async () => {
  await chat.use('gated');
  const response = await ask(chat.url);
  await chat.holds.reached('gate');
  const [held] = await overview();
  expect(held?.holds).toEqual([{ from: 0, name: 'gate' }]);
  expect(held?.planned.map(({ kind }) => kind)).toEqual(['hold', 'text', 'finish', 'done']);
  expect(held?.planned[0]?.name).toBe('gate');
  await chat.clock.pause();
  await chat.clock.runFor(250);
  await chat.hold('gate').release();
  await chat.clock.resume();
  await response.text();
  await chat.waitForRequest(({ ending }) => ending !== undefined);
  const [after] = await overview();
  expect(after?.planned).toEqual([]);
  expect(after?.holds).toHaveLength(1);
  expect(after?.holds[0]?.to).toBeGreaterThanOrEqual(250);
});

test('numbers and last say which overviews', async () => {
  await chat.use('plain');
  for (const message of ['a', 'b', 'c']) await said(await ask(chat.url, message));
  const numbers = async (query: string) =>
    (await get<RequestOverview[]>(`requests/overview?${query}`)).map(({ number }) => number);
  expect(await numbers('numbers=1,3,9')).toEqual([1, 3]);
  expect(await numbers('numbers=2')).toEqual([2]);
  expect(await numbers('last=2')).toEqual([2, 3]);
});

test('one request says which scenarios were near, and which match would hold', async () => {
  await said(await ask(chat.url, 'Music?'));
  const detail = await get<RequestDetail>('requests/1');
  expect(detail.overview.unmatched).toBe(true);
  expect(detail.nearest).toEqual([{ name: 'gated', reasons: ['message "Music?" does not contain "gate"'] }]);
  expect(detail.suggestion).toBe('match:\n  workspace: movies\n  message: Music?');
  expect(detail.frames.length).toBeGreaterThan(3);
});

test('the scenarios that were near come in the order of the log: of those that miss as much, first the one that holds more', async () => {
  const file = [
    '{ message: film }',
    '{ workspace: movies, model: gpt-5 }',
    '{ workspace: books, message: film }',
  ]
    .map((match, at) => `name: s${at + 1}\nmatch: ${match}\nreply: [ { text: Hi } ]\n`)
    .join('---\n');
  await using server = createServer({
    scenarios: [...parseScenarios(file).scenarios.map(({ input }) => input)],
    speed: 0,
  });
  await server.listen();
  await said(await ask(server.url, 'Music?'));
  const response = await fetch(`${server.url}/__mock/requests/1`);
  const { nearest, why } = (await response.json()) as RequestDetail;
  expect(nearest.map(({ name }) => name)).toEqual(['s2', 's1', 's3']);
  expect(why).toContain('the nearest is "s2"');
});

test('what a stream opens with is told, and a body has none', async () => {
  await chat.use('plain');
  const response = await ask(chat.url);
  const { opening, frames } = await get<RequestDetail>('requests/1');
  expect(await response.text()).toMatch(new RegExp(`^${opening}data: `));
  expect(opening).toBe('retry: 10000\n\n');
  expect(frames[0]?.data).not.toContain('retry');
  await chat.use({ name: 'no', error: 'chat_not_found' });
  await (await ask(chat.url)).text();
  expect((await get<RequestDetail>('requests/2')).opening).toBe('');
});

test('a request that is not there is an error that says so', async () => {
  const response = await fetch(`${chat.url}/__mock/requests/7`);
  expect(response.status).toBe(404);
  expect((await response.json()).message).toContain('The journal has no request 7.');
});

test('a request that was refused has no nearest scenario', async () => {
  await (await fetch(`${chat.url}/chats/movies/chat/completions`, { method: 'POST', body: '{' })).text();
  expect(await get<RequestDetail>('requests/1')).toMatchObject({ nearest: [], overview: { message: '' } });
});

test('the error codes come with their statuses', async () => {
  const all = await get<ErrorInfo[]>('errors');
  expect(all).toContainEqual({
    code: 'too_many_search_requests',
    status: 503,
    type: 'system',
    message: 'Too many search requests running at the same time: 10. Retry after 10s.',
  });
  expect(all.length).toBe(286);
});

test('one scenario says when what is sent', async () => {
  const { answers } = await get<{ answers: { status: number; items: { kind: string; at: number }[] }[] }>(
    'scenarios/slow',
  );
  expect(answers).toHaveLength(1);
  const items = answers[0]?.items ?? [];
  expect(items.map(({ kind }) => kind)).toEqual(['role', 'text', 'text', 'text', 'text', 'finish', 'done']);
  expect(items.map(({ at }) => at)).toEqual([1000, 1000, 2000, 3000, 4000, 5000, 5000]);
  expect((await fetch(`${chat.url}/__mock/scenarios/no-such`)).status).toBe(404);
});

test('an exchange becomes a scenario that answers so again', async () => {
  const documents = [{ id: 1, title: 'Contact' }];
  await chat.use({
    name: 'searching',
    pace: { ttft: 200, tps: 10 },
    reply: [
      { search: { index: 'movies', q: 'space', documents, takes: 300 } },
      { text: 'Watch *Contact* tonight.' },
    ],
  });
  await chat.clock.setSpeed(0);
  const tools = ['_meiliSearchProgress', '_meiliSearchSources'].map((name) => ({
    type: 'function',
    function: { name },
  }));
  const body = chatBody({ stream: true, tools, messages: [{ role: 'user', content: 'A film, please!' }] });
  const send = () =>
    fetch(`${chat.url}/chats/movies/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
      body: JSON.stringify(body),
    });
  await (await send()).text();
  const { name, yaml } = await get<{ name: string; yaml: string }>('requests/1/scenario');
  expect(name).toBe('a-film-please');
  const { scenarios, problems } = parseScenarios(yaml);
  expect(problems).toEqual([]);
  expect(scenarios[0]?.input).toMatchObject({
    name: 'a-film-please',
    match: { workspace: 'movies', message: 'A film, please!' },
    pace: { ttft: 200, tps: 10 },
    reply: [
      { search: { index: 'movies', q: 'space', documents, takes: 300 } },
      { text: 'Watch *Contact* tonight.' },
    ],
  });
});

test('an exchange with braces becomes a scenario that gives them again', async () => {
  const text = 'In Vue: {% raw %}{{ title }}{% endraw %}';
  await chat.use({
    name: 'braces',
    reply: [{ search: { index: 'a', documents: [{ id: '{% raw %}{% x %}{% endraw %}' }] } }, { text }],
  });
  await chat.clock.setSpeed(0);
  const send = async (content: string) => {
    const tools = ['_meiliSearchProgress', '_meiliSearchSources'].map((name) => ({
      type: 'function',
      function: { name },
    }));
    const body = chatBody({ stream: true, tools, messages: [{ role: 'user', content }] });
    const response = await fetch(`${chat.url}/chats/movies/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
      body: JSON.stringify(body),
    });
    return readStream(await response.text());
  };
  const said = await send('Braces');
  expect(said.text).toBe('In Vue: {{ title }}');
  const { yaml } = await get<{ yaml: string }>('requests/1/scenario');
  const input = parseScenarios(yaml).scenarios[0]?.input;
  if (input === undefined) throw new Error('there is no scenario');
  await chat.use(input);
  const again = await send('Braces');
  expect(again.text).toBe(said.text);
  expect(JSON.stringify(again.events)).toContain('{% x %}');
});

test('an HTTP error that is none of Meilisearch’s stays what it is', async () => {
  await chat.fail({ status: 502, body: '<h1>{{ nobody }}</h1>' });
  await fetch(`${chat.url}/chats/movies/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    body: JSON.stringify(chatBody()),
  });
  const { yaml } = await get<{ yaml: string }>('requests/1/scenario');
  expect(parseScenarios(yaml).scenarios[0]?.input.error).toEqual({
    status: 502,
    body: '{% raw %}<h1>{{ nobody }}</h1>{% endraw %}',
  });
});
