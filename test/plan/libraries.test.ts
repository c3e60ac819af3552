import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import type { Burst } from '../../src/playback/item.ts';
import { scenarioFromObject } from '../../src/scenario/scenario.ts';
import type { Step } from '../../src/scenario/schema.ts';

const FAKER = '@faker-js/faker/locale/en';
const JSON_SCHEMA = ['@cfworker/json-schema', FAKER];

/** Undefined: the modules of this package are not loaded yet. */
let loaded: string[] | undefined;

/** As a process that has loaded no library yet. Loading this package again takes time: only where one was loaded. */
beforeEach(() => {
  if (loaded?.length === 0) return;
  const names: string[] = [];
  loaded = names;
  vi.resetModules();
  for (const name of JSON_SCHEMA) {
    vi.doMock(name, (original) => {
      names.push(name);
      return original();
    });
  }
});

// Where test files share their modules, the next one gets the libraries as they are.
afterAll(() => {
  for (const name of JSON_SCHEMA) vi.doUnmock(name);
  vi.resetModules();
});

async function answer(reply: readonly Step[] | undefined, more: object) {
  const { Simulator } = await import('../../src/simulator/simulator.ts');
  const simulator = new Simulator({ speed: 0 });
  simulator.setScenarios(reply === undefined ? [] : [scenarioFromObject({ name: 'movies', reply })]);
  const { bursts } = await simulator.handle({
    method: 'POST',
    path: '/chats/movies/chat/completions',
    headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
    body: new TextEncoder().encode(
      JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...more }),
    ),
  });
  let text = '';
  for (;;) {
    const burst = await new Promise<Burst | undefined>((resolve) => bursts.take(resolve));
    if (burst?.type !== 'frames') return text;
    text += burst.frames.join('');
  }
}

const film = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] };
const json = { response_format: { type: 'json_object' } };
const declared = (parameters?: object) => ({
  tools: [
    ...['_meiliSearchProgress', '_meiliSearchSources'].map((name) => ({
      type: 'function',
      function: { name },
    })),
    { type: 'function', function: { name: 'order', parameters } },
  ],
});
const called = [
  { role: 'user', content: 'Hi' },
  {
    role: 'assistant',
    tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'order', arguments: '{}' } }],
  },
  { role: 'tool', tool_call_id: 'call_1', content: 'done' },
];
const required = { tool_choice: 'required' };
const streamed = { stream: true };

test.each<[string, Step[] | undefined, object, RegExp]>([
  ['made-up text', undefined, {}, /> Hi\\n/],
  ['a text', [{ text: 'Good evening' }], json, /Good evening/],
  [
    'a search that says what it finds',
    [{ search: { index: 'movies', documents: [{ id: 77 }] } }],
    { ...streamed, ...declared() },
    /sources.*77/,
  ],
  ['a search that finds nothing', [{ search: { index: 'movies', documents: 0 } }], streamed, /stop/],
  ['a made-up call without parameters', undefined, { ...declared(), ...required }, /"name":"order"/],
])('%s needs no library', async (_, reply, body, said) => {
  expect(await answer(reply, body)).toMatch(said);
  expect(loaded).toEqual([]);
});

test.each<[string, Step[], object]>([
  ['a search', [{ search: { index: 'movies', q: 'space' } }], {}],
  ['a search for so many', [{ text: 'So' }, { search: { index: 'movies', q: 'space', documents: 1 } }], {}],
  [
    'one search of several',
    [
      {
        search: [
          { index: 'movies', documents: [] },
          { index: 'books', q: 'space', documents: 2 },
        ],
      },
    ],
    {},
  ],
  ['a search of every choice', [{ search: { index: 'movies', q: 'space' } }], { n: 2 }],
])('%s loads what makes up its documents', async (_, reply, body) => {
  expect(await answer(reply, { ...streamed, ...declared(), ...body })).toMatch(/\\"id\\".*“space”/);
  expect(loaded).toEqual([FAKER]);
});

test.each<[string, Step[] | undefined, object, RegExp]>([
  ['made-up JSON', undefined, json, /\\"city\\"/],
  ['made-up JSON of every choice', undefined, { ...json, n: 2 }, /\\"city\\".*\\"city\\"/],
  [
    'made-up JSON of a schema',
    undefined,
    { response_format: { type: 'json_schema', json_schema: { name: 'film', schema: film } } },
    /\\"title\\"/,
  ],
  ['a made-up call', undefined, { ...declared(film), ...required }, /\\"title\\"/],
  [
    'JSON after the end of a script',
    [{ toolCall: { name: 'order' } }],
    { ...json, messages: called },
    /\\"city\\"/,
  ],
])('%s loads what makes it up', async (_, reply, body, said) => {
  expect(await answer(reply, body)).toMatch(said);
  expect(loaded?.toSorted()).toEqual(JSON_SCHEMA);
});
