import { expect, test } from 'vitest';
import type { ChatEvent } from './events.ts';
import { endTurn, receive, searchesOf, startTurn, type Turn } from './turn.ts';

const search = (callId: string): ChatEvent => ({
  type: 'search',
  callId,
  index: 'movies',
  query: callId,
  filter: '',
});
const text = (text: string): ChatEvent => ({ type: 'text', text });
const searchError: ChatEvent = { type: 'error', kind: 'response_error', code: '404', message: 'Index gone.' };
const modelError: ChatEvent = { type: 'error', kind: 'requests', code: 'rate_limit', message: 'Slow down.' };
const finish: ChatEvent = { type: 'finish', reason: 'stop' };
const done: ChatEvent = { type: 'done' };

function play(...events: ChatEvent[]): Turn {
  return events.reduce(receive, startTurn(1, 'Why?'));
}

test('joins the pieces of a text', () => {
  expect(play(text('a'), text('b')).parts).toEqual([{ type: 'text', text: 'ab' }]);
});

test('gives each search its own sources', () => {
  const turn = play(
    search('one'),
    search('two'),
    { type: 'sources', callId: 'two', documents: [{ id: 2 }] },
    { type: 'sources', callId: 'one', documents: [{ id: 1 }] },
  );
  expect(searchesOf(turn).map(({ callId, documents }) => [callId, documents])).toEqual([
    ['one', [{ id: 1 }]],
    ['two', [{ id: 2 }]],
  ]);
});

test('a failed search is shown with the search, and the answer completes', () => {
  const turn = play(search('one'), searchError, text('Sorry.'), finish, done);
  expect(searchesOf(turn)[0]?.error).toBe('Index gone.');
  expect(turn.state).toEqual({ phase: 'complete' });
  expect(turn.parts.map(({ type }) => type)).toEqual(['search', 'text']);
});

test('an error that belongs to no search becomes a notice when the answer goes on', () => {
  const turn = play(text('a'), modelError, text('b'), finish, done);
  expect(turn.parts).toEqual([
    { type: 'text', text: 'a' },
    { type: 'notice', message: 'Slow down.' },
    { type: 'text', text: 'b' },
  ]);
});

test('an error that nothing follows fails the turn and keeps its text', () => {
  const turn = play(text('a'), modelError, done);
  expect(turn.state).toMatchObject({
    phase: 'failed',
    problem: { message: 'Slow down.', code: 'rate_limit' },
  });
  expect(turn.parts).toEqual([{ type: 'text', text: 'a' }]);
});

test('an end without finish reason and [DONE] is a cut', () => {
  expect(endTurn(play(text('a')), false).state).toMatchObject({
    phase: 'failed',
    problem: { title: 'The answer was cut off.' },
  });
});

test('a finish reason without [DONE] is a whole answer', () => {
  expect(endTurn(play(text('a'), finish), false).state).toEqual({ phase: 'complete' });
});

test('a whole answer without a word is a failure', () => {
  expect(play(done).state).toMatchObject({ phase: 'failed', problem: { title: 'The answer is empty.' } });
});
