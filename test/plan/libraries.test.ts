import { beforeEach, expect, test, vi } from 'vitest';
import { scenarioFromObject } from '../../src/scenario/scenario.ts';
import type { Step } from '../../src/scenario/schema.ts';

const FAKER = '@faker-js/faker/locale/en';
const JSON_SCHEMA = ['@cfworker/json-schema', FAKER];

const loaded: string[] = [];

/** As a process that has loaded nothing yet. */
beforeEach(() => {
  vi.resetModules();
  loaded.length = 0;
  for (const name of JSON_SCHEMA) {
    vi.doMock(name, (original) => {
      loaded.push(name);
      return original();
    });
  }
});

async function answer(reply: readonly Step[] | undefined, more: object) {
  const { Simulator } = await import('../../src/simulator.ts');
  const simulator = new Simulator({
    scenarios: reply === undefined ? [] : [scenarioFromObject({ name: 'movies', reply })],
  });
  const body = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }], ...more };
  const recording = simulator.session().record({ method: 'POST', path: '/', headers: {}, body });
  const { response } = await simulator.answer({
    workspace: 'movies',
    body,
    text: JSON.stringify(body),
    recording,
  });
  return JSON.stringify(response().body);
}

const film = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] };
const json = { response_format: { type: 'json_object' } };
const declared = (parameters?: object) => ({
  tools: [
    ...['_meiliSearchProgress', '_meiliSearchSources'].map((name) => ({ function: { name } })),
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
  expect(loaded.toSorted()).toEqual(JSON_SCHEMA);
});
