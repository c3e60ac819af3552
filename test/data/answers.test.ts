import { expect, test } from 'vitest';
import { answerFromData } from '../../src/data/answer/answer.ts';
import { createFetchMock } from '../../src/fetch.ts';
import { DataFolder } from '../../src/hosts/server/data-folder.ts';
import type { SearchSpec } from '../../src/scenario/schema.ts';
import { askStream, chatBody, chatHeaders, declare, readStream } from '../kit/chat.ts';
import { FILMS, serverOf } from './kit.ts';

const folder = new DataFolder('examples/data').load();

/** The answer to the last of some questions, as one reads it: the searches in a line each, then the text. */
async function answer(...questions: string[]): Promise<string> {
  const { indexes } = await folder;
  const asked = { question: questions.at(-1) ?? '', earlier: questions.slice(0, -1), seed: 7 };
  const steps = (await answerFromData(asked, indexes)) ?? [];
  return steps
    .flatMap((step) => {
      if ('text' in step) return [step.text];
      return 'search' in step ? [step.search].flat().map(line) : [];
    })
    .join('\n');
}

function line({ index, q, filter = '', documents }: SearchSpec): string {
  const titles = Array.isArray(documents) ? documents.map(({ title }) => title).join(' | ') : '';
  return `[${index}] q: ${q} filter: ${filter} → ${titles}`;
}

test.each([
  [['Recommend a film about time travel']],
  [['Which thrillers came out after 2000?']],
  [['Something light for a family evening']],
  [['Compare Primer and Looper in a table']],
  [['compare Dune with Foundation']],
  [['hello']],
  [['Thanks a lot!']],
  [['What can you do?']],
  [['Who directed Parasite?']],
  [['Tell me about Inception']],
  [['Films like Arrival']],
  [['What can I cook in under 30 minutes?']],
  [['How many thrillers are there?']],
  [['books and films about Mars']],
  [['Which books by Le Guin do you have?']],
  [['80s films']],
  [['a movie from the 1990s under 100 minutes']],
  [['intersteler']],
  [['What is the weather in Berlin?']],
  [['Recommend me a film']],
  [['Recommend a film about time travel', 'Tell me more about the second one']],
  [['Which thrillers came out after 2000?', 'and before 1960?']],
])('%j', async (questions) => {
  expect(await answer(...questions)).toMatchSnapshot();
});

test('the same question gets the same answer, over HTTP with its searches', async () => {
  const server = await serverOf({ data: 'examples/data' });
  const ask = () =>
    askStream(server.url, {
      messages: [{ role: 'user', content: 'Compare Primer and Looper in a table' }],
      tools: declare('_meiliSearchProgress', '_meiliSearchSources'),
    });
  const [one, other] = [await ask(), await ask()];
  expect(one.text).toBe(other.text);
  expect(one.text).toContain('| **Looper** | 2012 | Rian Johnson |');
  expect(one.wire.match(/_meiliSearchProgress/g)).toHaveLength(2);
  expect(one.wire).toContain('"sources\\":[{\\"id\\":1,\\"title\\":\\"Primer\\"');
  expect(one.response.headers.get('x-mock-scenario')).toBe('data');
  expect(one.response.headers.get('sl-violations')).toBeNull();
  expect(await server.unmatched()).toEqual([]);
  const greeting = await askStream(server.url, {
    messages: [{ role: 'user', content: 'Hi!' }],
    tools: declare('_meiliSearchProgress'),
  });
  expect(greeting.wire).not.toContain('_meiliSearchProgress');
});

test('a scenario goes first, and a demanded JSON is made up as ever', async () => {
  const hello = { name: 'hello', match: { message: 'film' }, reply: [{ text: 'Scripted.' }] };
  const server = await serverOf({ data: 'examples/data', scenarios: [hello] });
  const text = async (content: string, more = {}) =>
    (await askStream(server.url, { messages: [{ role: 'user', content }], ...more })).text;
  expect(await text('a film about space')).toBe('Scripted.');
  expect(await text('a recipe with lentils')).toContain('**Lentil soup**');
  const json = await text('a recipe with lentils', { response_format: { type: 'json_object' } });
  expect(JSON.parse(json)).toEqual(expect.any(Object));
});

test('lists of documents are data, too; documents of any shape are told of', async () => {
  const data = {
    'world-cities': [
      { city_name: 'Lagos', population: 15_900_000, country: 'Nigeria' },
      { city_name: 'Osaka', population: 2_700_000, country: 'Japan' },
    ],
    notes: [{ id: 'n-1' }],
    empty: [],
  };
  const server = await serverOf({ data });
  const { text } = await askStream(server.url, { messages: [{ role: 'user', content: 'a city in Japan?' }] });
  expect(text).toContain('**Osaka**');
  expect(text).toContain('- Population: 2,700,000');
  await expect(async () => serverOf({ data: 'no-such-folder' })).rejects.toThrow(
    'There is no data folder "no-such-folder".',
  );
});

test('a text of a document cannot write Markdown or HTML into the answer', async () => {
  const data = { movies: [{ title: 'A*b* <img src=x>', overview: '# [x](javascript:alert(1)) | _y_' }] };
  const server = await serverOf({ data });
  const { text } = await askStream(server.url, { messages: [{ role: 'user', content: 'movies' }] });
  expect(text).toContain('**A\\*b\\* \\<img src=x\\>**');
  expect(text).toContain('\\[x\\](javascript:alert(1)) \\| \\_y\\_');
});

test('a mock without a server answers from lists of documents', async () => {
  const mock = createFetchMock({ data: { movies: FILMS }, speed: 0 });
  const response = await mock.fetch('/chats/movies/chat/completions', {
    method: 'POST',
    headers: chatHeaders,
    body: JSON.stringify(
      chatBody({ stream: true, messages: [{ role: 'user', content: 'films about space' }] }),
    ),
  });
  expect(readStream(await response.text()).text).toContain(
    '**Contact** (1997, Drama): A signal from space changes a life.',
  );
});
