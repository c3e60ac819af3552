import { expect, test } from 'vitest';
import { sessionNameOf } from '../../src/hosts/server/session-name.ts';

test.each([
  ['/chats/a', {}, { session: undefined, path: undefined }],
  ['/@one/chats/a', {}, { session: 'one', path: '/chats/a' }],
  ['/@one', {}, { session: 'one', path: '/' }],
  ['/@one?x=1', {}, { session: 'one', path: '/?x=1' }],
  ['/@one/a?x=/@two', {}, { session: 'one', path: '/a?x=/@two' }],
  ['/@a%2Db/a', {}, { session: 'a-b', path: '/a' }],
  ['/chats/a', { 'x-mock-session': 'two' }, { session: 'two', path: undefined }],
  ['/@one/a', { 'x-mock-session': 'two' }, { session: 'one', path: '/a' }],
  ['/a/@one', {}, { session: undefined, path: undefined }],
])('%s with %j', (url, headers, target) => {
  expect(sessionNameOf({ url, headers })).toEqual(target);
});

test('Express has the whole URL elsewhere', () => {
  expect(sessionNameOf({ originalUrl: '/@one/__mock/clock', url: '/clock', headers: {} })).toEqual({
    session: 'one',
    path: '/__mock/clock',
  });
});

test.each(['a%2Fb', '%', 'a%20b', '', '%00', '..%2f', '.', '-a', 'x'.repeat(129), '%E0%A4%A'])(
  'refuses "%s"',
  (name) => {
    expect(() => sessionNameOf({ url: `/@${name}/a`, headers: {} })).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  },
);

test('refuses a header that is no name', () => {
  expect(() => sessionNameOf({ url: '/', headers: { 'x-mock-session': 'a b' } })).toThrow(
    'A session cannot be called "a b".',
  );
});
