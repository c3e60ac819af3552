import { createOpenAI } from '@ai-sdk/openai';
import { streamText } from 'ai';
import { Meilisearch } from 'meilisearch';
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { createFetchMock } from '../../src/fetch.ts';
import { scenario } from '../../src/index.ts';
import { askStream, declare, MEILI_TOOLS, violations } from '../kit/chat.ts';
import { FILMS, folderOf, serverOf } from './kit.ts';

interface Event {
  readonly choices?: readonly {
    readonly delta: {
      readonly tool_calls?: readonly { readonly function: { name: string; arguments: string } }[];
    };
  }[];
  readonly error?: { readonly type: string; readonly code: string; readonly message: string };
}

/** What a stream tells of its searches. */
function told(wire: string) {
  const data = [...wire.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => json);
  const events = data.filter((one) => one !== '[DONE]').map((one) => JSON.parse(one) as Event);
  const calls = events
    .flatMap(({ choices }) => choices?.[0]?.delta.tool_calls ?? [])
    .map(({ function: call }) => ({ name: call.name, value: JSON.parse(call.arguments) }));
  const sources = calls
    .filter(({ name }) => name === '_meiliSearchSources')
    .map(({ value }) => value.sources as { title: string }[]);
  return {
    sources,
    titles: sources.map((found) => found.map(({ title }) => title)),
    content: calls.filter(({ value }) => value.role === 'tool').map(({ value }) => value.content as string),
    errors: events.flatMap(({ error }) => (error === undefined ? [] : [error])),
  };
}

const TOOLS = { tools: declare(...MEILI_TOOLS) };

/** What a search of the films finds, over HTTP. */
async function search(more: Record<string, unknown>, file = 'movies.json', text = JSON.stringify(FILMS)) {
  const input = {
    name: 'films',
    reply: [{ search: { index: 'movies', data: file, ...more } }, { text: 'Here.' }],
  };
  const folder = folderOf({ 'scenarios/films.json': JSON.stringify(input), [`scenarios/${file}`]: text });
  const server = await serverOf({ scenarios: `${folder}/scenarios`, scenario: 'films' });
  const { wire, response } = await askStream(server.url, TOOLS);
  expect(violations(response)).toEqual([]);
  return told(wire);
}

test('a search finds real documents, with mistakes in the words', async () => {
  const { sources } = await search({ q: 'intersteller' });
  expect(sources).toEqual([[FILMS[1]]]);
});

test.each([
  [{ q: 'SPACE' }, ['Contact', 'Interstellar']],
  [{ q: 'spac' }, ['Contact', 'Interstellar']],
  [{ q: 'amelie' }, ['Amélie']],
  [{ q: 'contcat' }, ['Contact']],
  [{ q: 'vontact' }, []],
  [{ q: 'intrstelar' }, ['Interstellar']],
  [{ q: 'Recommend me a film about space, please' }, ['Contact', 'Interstellar']],
  [{ q: 'drama space home' }, ['Interstellar', 'Contact']],
  [{ q: 'space', filter: 'year > 2000' }, ['Interstellar']],
  [{ q: 'space', filter: 'genres = drama', limit: 1 }, ['Contact']],
  [{ q: '' }, ['Primer', 'Interstellar', 'Contact', 'Amélie']],
  [{}, ['Primer', 'Interstellar', 'Contact', 'Amélie']],
  [{ filter: 'year > 2000', limit: 2 }, ['Primer', 'Interstellar']],
  [{ q: 'xyzzy' }, []],
  [{ limit: 0 }, []],
])('%j finds %j', async (more, titles) => {
  const found = await search(more);
  expect(found.titles).toEqual([titles]);
  expect(found.errors).toEqual([]);
});

test('a message of any length is a query', async () => {
  const start = performance.now();
  for (const q of [
    'x'.repeat(300_000),
    'space '.repeat(50_000),
    Array.from({ length: 50_000 }, (_, n) => `wo${n}rd`).join(' '),
  ])
    await search({ q });
  expect(performance.now() - start).toBeLessThan(15_000);
});

test('at most 20 documents are found, unless the search says otherwise', async () => {
  const many = JSON.stringify(Array.from({ length: 60 }, (_, id) => ({ id, title: `Film ${id}` })));
  expect((await search({}, 'movies.json', many)).sources[0]).toHaveLength(20);
  expect((await search({ limit: 50 }, 'movies.json', many)).sources[0]).toHaveLength(50);
});

test('NDJSON and CSV files are searched, too', async () => {
  const lines = FILMS.map((film) => JSON.stringify(film)).join('\n');
  expect((await search({ q: 'montmartre' }, 'movies.ndjson', lines)).sources).toEqual([[FILMS[3]]]);
  const csv = 'id:number,title,year:number\n1,Primer,2004\n2,Contact,1997\n';
  const { sources } = await search({ filter: 'year > 2000' }, 'movies.csv', csv);
  expect(sources).toEqual([[{ id: 1, title: 'Primer', year: 2004 }]]);
});

test('a filter that cannot be parsed fails as it does in Meilisearch, and the answer goes on', async () => {
  const { sources, content, errors } = await search({ filter: 'year >' });
  const message = 'Index `movies`: Was expecting a value but instead got nothing.\n7:7 year >';
  expect(sources).toEqual([]);
  expect(content).toEqual([`the search tool call failed with ${message}`]);
  expect(errors).toMatchObject([{ type: 'response_error', code: '400', message }]);
});

test('a filter on what no document has finds nothing, and the model is told why', async () => {
  const { sources, content, errors } = await search({ filter: 'genre = Drama' });
  expect(sources).toEqual([[]]);
  expect(content).toEqual([
    'Attribute `genre` is not filterable. Available filterable attribute patterns are: `genres`, `id`, `overview`, `title`, `year`.\n1:6 genre = Drama',
  ]);
  expect(errors).toEqual([]);
});

test('the clients that people use get the answer of such a scenario', async () => {
  const films = scenario('films').search({ index: 'movies', data: FILMS, q: 'space' }).text('Two of them.');
  const server = await serverOf({ scenarios: [films], scenario: 'films' });
  const messages = [{ role: 'user' as const, content: 'space?' }];

  const openai = new OpenAI({ baseURL: `${server.url}/chats/movies`, apiKey: 'any' });
  let answer = '';
  for await (const chunk of await openai.chat.completions.create({
    model: 'gpt-4o',
    messages,
    stream: true,
  })) {
    answer += chunk.choices[0]?.delta.content ?? '';
  }
  expect(answer).toBe('Two of them.');

  const meilisearch = new Meilisearch({ host: server.url, apiKey: 'any' });
  const stream = await meilisearch
    .chat('movies')
    .streamCompletion({ model: 'gpt-4o', messages, stream: true, ...TOOLS } as never);
  expect(told(await new Response(stream).text()).titles).toEqual([['Contact', 'Interstellar']]);

  const sdk = createOpenAI({ baseURL: `${server.url}/chats/movies`, apiKey: 'any' });
  const { text } = streamText({ model: sdk.chat('gpt-4o'), messages });
  expect(await text).toBe('Two of them.');
});

test('without a server, documents are given as a list', async () => {
  const mock = createFetchMock({
    scenarios: [
      {
        name: 'films',
        reply: [{ search: { index: 'movies', data: FILMS, q: 'montmartre' } }, { text: 'This.' }],
      },
    ],
    scenario: 'films',
    speed: 0,
  });
  const response = await mock.fetch('/chats/movies/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    body: JSON.stringify({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'Paris' }],
      stream: true,
      ...TOOLS,
    }),
  });
  expect(told(await response.text()).sources).toEqual([[FILMS[3]]]);
  const named = { name: 'named', reply: [{ search: { index: 'movies', data: 'movies.json' } }] };
  expect(() => createFetchMock({ scenarios: [named] })).toThrow(
    'scenarios[0] reply[0].search.data: the data file "movies.json" cannot be read here',
  );
});
