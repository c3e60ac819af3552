import { expect, test } from 'vitest';
import { targetOf } from '../../src/simulator/target.ts';

test.each([
  ['/chats/a', undefined, { session: undefined, path: '/chats/a', query: '' }],
  ['/@one/chats/a', undefined, { session: 'one', path: '/chats/a', query: '' }],
  ['/@one', undefined, { session: 'one', path: '/', query: '' }],
  ['/@one?x=1', undefined, { session: 'one', path: '/', query: 'x=1' }],
  ['/@one/a?x=/@two', undefined, { session: 'one', path: '/a', query: 'x=/@two' }],
  ['/@a%2Db/a', undefined, { session: 'a-b', path: '/a', query: '' }],
  ['/chats/a', 'two', { session: 'two', path: '/chats/a', query: '' }],
  ['/@one/a', 'two', { session: 'one', path: '/a', query: '' }],
  ['/a/@one', undefined, { session: undefined, path: '/a/@one', query: '' }],
  ['http://localhost:7700/@one/a/?x#y', undefined, { session: 'one', path: '/a', query: 'x' }],
  ['//chats//a/', undefined, { session: undefined, path: '/chats/a', query: '' }],
])('%s with %j', (url, header, target) => {
  expect(targetOf(url, header)).toEqual(target);
});

test.each(['a%2Fb', '%', 'a%20b', '', '%00', '..%2f', '.', '-a', 'x'.repeat(129), '%E0%A4%A'])(
  'refuses "%s"',
  (name) => {
    expect(() => targetOf(`/@${name}/a`, undefined)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  },
);

test('refuses a header that is no name', () => {
  expect(() => targetOf('/', 'a b')).toThrow('A session cannot be called "a b".');
});
