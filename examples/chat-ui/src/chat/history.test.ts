import { expect, test } from 'vitest';
import type { AppendedMessage, ChatEvent } from './events.ts';
import { toMessages } from './history.ts';
import { receive, startTurn } from './turn.ts';

const call = (id: string): AppendedMessage => ({
  role: 'assistant',
  tool_calls: [{ id, type: 'function', function: { name: '_meiliSearchInIndex', arguments: '{}' } }],
});
const result = (id: string): AppendedMessage => ({ role: 'tool', content: 'id: 1', tool_call_id: id });
const append = (message: AppendedMessage): ChatEvent => ({ type: 'append', message });
const text = (text: string): ChatEvent => ({ type: 'text', text });

const turn = (...events: ChatEvent[]) => events.reduce(receive, startTurn(1, 'First?'));

test('the first request is the question alone', () => {
  expect(toMessages([], 'Why?')).toEqual([{ role: 'user', content: 'Why?' }]);
});

test('a follow-up repeats the appended messages, in order, before the answer', () => {
  const earlier = turn(
    append(call('a')),
    append(result('a')),
    append(call('b')),
    append(result('b')),
    text('Primer.'),
  );
  expect(toMessages([earlier], 'And then?')).toEqual([
    { role: 'user', content: 'First?' },
    call('a'),
    result('a'),
    call('b'),
    result('b'),
    { role: 'assistant', content: 'Primer.' },
    { role: 'user', content: 'And then?' },
  ]);
});

test('what was said before a search stays before it', () => {
  const earlier = turn(text('Let me look.'), append(call('a')), append(result('a')), text('Found.'));
  expect(
    toMessages([earlier], 'And?').map(
      (message) => message.role + (message.content ? `: ${message.content}` : ''),
    ),
  ).toEqual([
    'user: First?',
    'assistant: Let me look.',
    'assistant',
    'tool: id: 1',
    'assistant: Found.',
    'user: And?',
  ]);
});

test('a call without its result is left out', () => {
  const earlier = turn(text('Let me look.'), append(call('a')));
  expect(toMessages([earlier], 'And?').map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
});

test('a turn without an answer is left out', () => {
  expect(toMessages([turn(append(call('a')), append(result('a')))], 'And?')).toEqual([
    { role: 'user', content: 'And?' },
  ]);
});

test('a refusal goes back as a refusal', () => {
  expect(toMessages([turn({ type: 'refusal', text: 'No.' })], 'And?')[1]).toEqual({
    role: 'assistant',
    refusal: 'No.',
  });
});
