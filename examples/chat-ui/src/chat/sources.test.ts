import { expect, test } from 'vitest';
import type { SourceDocument } from './events.ts';
import { mergeSources } from './sources.ts';
import type { Search } from './turn.ts';

function search(callId: string, documents: SourceDocument[], index = 'movies'): Search {
  return { type: 'search', callId, index, query: callId, filter: '', documents, error: null };
}

test('a document that two searches found is one source of both', () => {
  const sources = mergeSources([
    search('one', [{ id: 1, title: 'Primer' }]),
    search('two', [
      { id: 1, title: 'Primer' },
      { id: 3, title: 'Looper' },
    ]),
  ]);
  expect(sources.map(({ title, callIds }) => [title, callIds])).toEqual([
    ['Primer', ['one', 'two']],
    ['Looper', ['two']],
  ]);
});

test('the same id in another index is another document', () => {
  expect(mergeSources([search('a', [{ id: 1 }], 'movies'), search('b', [{ id: 1 }], 'books')])).toHaveLength(
    2,
  );
});

test.each([
  [{ id: 1, title: 'Primer', name: 'x' }, 'Primer'],
  [{ id: 1, title: '', name: 'Ada' }, 'Ada'],
  [{ id: 42, year: 2004 }, '42'],
  [{ movie_id: 'm-9' }, 'm-9'],
  [{ overview: 'Two engineers.' }, 'Two engineers.'],
  [{}, 'Untitled'],
])('the title of %j is %j', (document, title) => {
  expect(mergeSources([search('a', [document])])[0]?.title).toBe(title);
});

test('long values are clipped, never inside a character', () => {
  const [source] = mergeSources([search('a', [{ id: 1, overview: '🎬'.repeat(500) }])]);
  expect(source?.fields.at(-1)).toEqual({ name: 'overview', value: `${'🎬'.repeat(240)}…` });
});

test('nested values are shown as JSON, lists of words with commas, empty ones not at all', () => {
  const [source] = mergeSources([
    search('a', [{ id: 1, cast: ['A', 'B'], box: { week: 1 }, tagline: null }]),
  ]);
  expect(source?.fields).toEqual([
    { name: 'id', value: '1' },
    { name: 'cast', value: 'A, B' },
    { name: 'box', value: '{"week":1}' },
  ]);
});
