import { expect, test } from 'vitest';
import type { ChatMessage, ChatRequest } from '../../src/meilisearch/chat-request.ts';
import { declaredTools, lastUserMessage, toolRound, turnOf } from '../../src/meilisearch/conversation.ts';

const request = (...messages: ChatMessage[]): ChatRequest => ({ model: 'm', messages });
const user = (content: ChatMessage['content']): ChatMessage => ({ role: 'user', content: content ?? '' });
const calls = (...names: string[]): ChatMessage => ({
  role: 'assistant',
  tool_calls: names.map((name) => ({ id: name, function: { name, arguments: '{}' } })),
});

test('the last user message is its text, or its text parts joined', () => {
  expect(lastUserMessage(request(user('one'), user('two'), { role: 'assistant', content: 'x' }))).toBe('two');
  const parts = [
    { type: 'text', text: 'what ' },
    { type: 'image_url', image_url: { url: 'data:' } },
    { type: 'text', text: 'is this?' },
  ] as const;
  expect(lastUserMessage(request(user(parts)))).toBe('what is this?');
  expect(lastUserMessage(request())).toBe('');
});

test('the turn is the number of user messages, at least 1', () => {
  expect(turnOf(request())).toBe(1);
  expect(turnOf(request(user('a')))).toBe(1);
  expect(turnOf(request(user('a'), { role: 'assistant', content: 'b' }, user('c')))).toBe(2);
});

test('a tool round is an assistant message that calls a function of the client', () => {
  expect(toolRound(request(user('a')))).toBe(0);
  expect(toolRound(request(user('a'), calls('get_weather', 'get_time')))).toBe(1);
  expect(toolRound(request(user('a'), calls('get_weather'), calls('get_time')))).toBe(2);
});

test("Meilisearch's own searches, and earlier turns, are no tool rounds", () => {
  expect(toolRound(request(user('a'), calls('_meiliSearchInIndex')))).toBe(0);
  expect(toolRound(request(user('a'), calls('get_weather'), user('b')))).toBe(0);
});

test('a call in the old form counts too', () => {
  const call: ChatMessage = { role: 'assistant', function_call: { name: 'get_weather', arguments: '{}' } };
  expect(toolRound(request(user('a'), call))).toBe(1);
});

test('the declared tools are their names', () => {
  const tools = [{ type: 'function', function: { name: '_meiliSearchSources' } }] as const;
  expect(declaredTools({ ...request(), tools })).toEqual(new Set(['_meiliSearchSources']));
  expect(declaredTools({ ...request(), tools: null }).size).toBe(0);
});
