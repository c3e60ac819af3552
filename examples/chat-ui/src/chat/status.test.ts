import { expect, test } from 'vitest';
import { statusOf } from './status.ts';
import { receive, startTurn } from './turn.ts';

const waiting = startTurn(1, 'Why?');
const searching = (query: string, filter: string, index = 'movies') =>
  statusOf(receive(waiting, { type: 'search', callId: 'a', index, query, filter }));

test('says what the wait is for', () => {
  expect(statusOf(undefined)).toBe('');
  expect(statusOf(waiting)).toBe('Thinking…');
  expect(searching('time travel', '')).toBe('Searching movies for “time travel”…');
  expect(searching('time travel', 'year > 2000')).toBe(
    'Searching movies for “time travel” where year > 2000…',
  );
  expect(searching('', '')).toBe('Browsing movies…');
  expect(searching('', '', '')).toBe('Browsing the documents…');
});
