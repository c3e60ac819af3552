import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHAT_URL, chatPath, urlMatcher } from '../../src/hosts/chat-url.ts';
import { type BrowserPage, openPage } from '../kit/browser-page.ts';

const GLOBS = [
  CHAT_URL,
  'http://a.test/{,@*/}chats/*/chat/completions',
  'http://a.test/**',
  'http://a.test/*',
  '**/chats/**/completions',
  '**/*.{png,jpg}',
  'http://a.test/a,b',
  'http://a.test/x\\*y',
  '**/chats?x=1',
  '/chats/**',
];
const URLS = [
  'http://a.test/chats/movies/chat/completions',
  'http://a.test/api/v1/chats/movies/chat/completions',
  'http://a.test/@one/chats/movies/chat/completions',
  'http://a.test/chats/movies/chat/completions?stream=1',
  'http://a.test/chats/a/b/chat/completions',
  'http://a.test/chats/completions',
  'http://a.test/',
  'http://a.test/one/two',
  'http://a.test/picture.png',
  'http://a.test/picture.gif',
  'http://a.test/a,b',
  'http://a.test/x*y',
  'http://a.test/xzy',
  'http://a.test/chats?x=1',
];

let open: BrowserPage;
beforeAll(async () => {
  open = await openPage({});
}, 60_000);
afterAll(() => open.close());

test.each(GLOBS)('the glob %s means what it means to Playwright', async (glob) => {
  const taken: string[] = [];
  const urls = [...URLS, `${open.url}/chats/x`];
  await open.page.route(/^http:\/\/a\.test\/|\/chats\/x$/, (route) => route.fulfill({ body: 'not taken' }));
  await open.page.route(glob.startsWith('/') ? open.url + glob : glob, (route) => {
    taken.push(route.request().url());
    return route.fulfill({ body: 'taken' });
  });
  await open.page.evaluate(
    (all) => Promise.all(all.map((url) => fetch(url, { mode: 'no-cors' }).catch(() => undefined))),
    urls,
  );
  await open.page.unrouteAll();
  const fits = urlMatcher(glob, open.url);
  expect(urls.filter(fits).toSorted()).toEqual(taken.toSorted());
});

test('a regular expression forgets where it matched last', () => {
  const fits = urlMatcher(/chats/g);
  expect([fits('http://a.test/chats'), fits('http://a.test/chats')]).toEqual([true, true]);
});

test('the path is from /chats on, with the session before it', () => {
  expect(chatPath(new URL('https://a.test/api/@one/chats/movies/chat/completions?x=1'))).toEqual({
    session: '/@one',
    path: '/chats/movies/chat/completions?x=1',
  });
  expect(() => chatPath(new URL('https://a.test/other'))).toThrow('that is no chat route');
});
