import { expect, test } from 'vitest';
import { conversation } from './conversation.ts';

test('what arrives after Stop changes nothing', () => {
  const asked = conversation([], { type: 'asked', id: 1, question: 'Why?' });
  const stopped = conversation(asked, { type: 'stopped', id: 1 });
  expect(conversation(stopped, { type: 'received', id: 1, event: { type: 'text', text: 'late' } })).toEqual(
    stopped,
  );
  expect(conversation(stopped, { type: 'closed', id: 1 })).toEqual(stopped);
});

test('a retry takes the place of the failed answer', () => {
  const asked = conversation([], { type: 'asked', id: 1, question: 'Why?' });
  const retried = conversation(asked, { type: 'retried', id: 2, question: 'Why?' });
  expect(retried.map(({ id }) => id)).toEqual([2]);
});

test('what arrives for a cleared conversation is dropped', () => {
  expect(conversation([], { type: 'received', id: 1, event: { type: 'text', text: 'late' } })).toEqual([]);
});
