import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type BrowserPage, bundle, openPage } from '../kit/browser-page.ts';

const BODY = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }], stream: true });
/** A host that does not exist, behind a prefix. */
const ASKED = 'http://meilisearch.example/search/chats/movies/chat/completions';

let open: BrowserPage;
beforeAll(async () => {
  open = await openPage({ ...(await bundle('page/entry.ts')), '/file.txt': 'a file' });
}, 60_000);
afterAll(() => open.close());

beforeEach(() =>
  open.page.evaluate(() => {
    window.mock = window.inPage.createPageMock({
      speed: 0,
      scenarios: [
        {
          name: 'hello',
          match: { workspace: 'movies' },
          reply: [{ text: 'one' }, { text: 'two' }, { hold: 'end' }, { text: 'é' }],
        },
        { name: 'reset', reply: [{ text: 'one' }, { fault: 'reset' }] },
        { name: 'refused', error: 'chat_not_found' },
      ],
    });
  }),
);
afterEach(() => open.page.evaluate(() => window.mock.dispose()));

/** What an app does with `fetch`; what it has read is in `window.got`. */
const askByFetch = (init: { url?: string; headers?: Record<string, string> } = {}) =>
  open.page.evaluate(
    ({ url, body, headers }) => {
      const app = { text: '', ended: '', leave: new AbortController(), cancel: async () => {} };
      Object.assign(window, { app });
      void (async () => {
        const response = await fetch(url, {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json', authorization: 'Bearer any', ...headers },
          signal: app.leave.signal,
        });
        const reader = response.body?.getReader();
        if (reader === undefined) return;
        app.cancel = () => reader.cancel();
        const decoder = new TextDecoder();
        for (let read = await reader.read(); !read.done; read = await reader.read()) {
          app.text += decoder.decode(read.value, { stream: true });
        }
        app.ended = 'done';
      })().catch((error: unknown) => {
        app.ended = String(error);
      });
    },
    { url: ASKED, body: BODY, headers: {}, ...init },
  );

interface App {
  text: string;
  ended: string;
  leave: AbortController;
  cancel: () => Promise<void>;
}
const app = () => open.page.evaluate(() => (window as unknown as { app: App }).app.text);
const until = (part: string) =>
  open.page.waitForFunction((wanted) => (window as unknown as { app: App }).app.text.includes(wanted), part);
const ended = async () => {
  const handle = await open.page.waitForFunction(
    () => (window as unknown as { app: App }).app.ended || false,
  );
  return handle.jsonValue();
};
const lastEnding = () =>
  open.page.evaluate(
    async () => (await window.mock.waitForRequest(({ ending }) => ending !== undefined)).ending,
  );

test('fetch is answered frame by frame', async () => {
  await open.page.evaluate(() => window.mock.clock.pauseAt('text'));
  await askByFetch();
  await open.page.evaluate(() => window.mock.clock.paused());
  expect(await app()).not.toContain('one');
  await open.page.evaluate(() => window.mock.clock.next());
  await until('"one"');
  expect(await app()).not.toContain('two');
  await open.page.evaluate(() => window.mock.clock.resume());
  await open.page.evaluate(() => window.mock.hold('end').release());
  expect(await ended()).toBe('done');
  expect(await app()).toMatch(/two[\s\S]+é[\s\S]+\[DONE\]/);
});

test.each(['abort', 'cancel'] as const)(
  'a fetch that the app leaves by %s ends at its frame',
  async (how) => {
    await askByFetch();
    await open.page.evaluate(() => window.mock.hold('end').reached());
    await until('two');
    await open.page.evaluate((way) => {
      const { leave, cancel } = (window as unknown as { app: App }).app;
      return way === 'abort' ? leave.abort() : cancel();
    }, how);
    expect(await lastEnding()).toMatchObject({ type: 'left' });
    expect(await ended()).toBe(how === 'abort' ? 'AbortError: signal is aborted without reason' : 'done');
  },
);

test('a broken connection is the network error of a browser, and said once', async () => {
  const before = open.said.length;
  for (const after of [0, 1]) {
    await open.page.evaluate((count) => window.mock.fault({ fault: 'reset', after: count }), after);
    await askByFetch();
    expect(await ended()).toBe('TypeError: network error');
    expect(await lastEnding()).toEqual({ type: 'fault', fault: 'reset' });
    await open.page.evaluate(() => window.mock.clearRequests());
  }
  expect(open.said.slice(before)).toEqual([expect.stringMatching(/^meilisearch-chat-mock: a page cannot/)]);
});

test('a session is named as at a server', async () => {
  await askByFetch({ headers: { 'x-mock-session': 'one' } });
  await open.page.evaluate(() => window.mock.session('one').hold('end').release());
  await ended();
  await askByFetch({ url: ASKED.replace('/chats', '/@two/chats') });
  await open.page.evaluate(() => window.mock.session('two').hold('end').release());
  await ended();
  const counts = await open.page.evaluate(() =>
    Promise.all(
      [window.mock, window.mock.session('one'), window.mock.session('two')].map(
        async (session) => (await session.requests()).length,
      ),
    ),
  );
  expect(counts).toEqual([0, 1, 1]);
});

test('scenarios are replaced, also by those that were checked elsewhere; what runs goes on', async () => {
  await askByFetch();
  await open.page.evaluate(() => window.mock.hold('end').reached());
  const said = await open.page.evaluate(async () => {
    const input = { name: 'other', reply: [{ text: 'other' }] };
    await window.mock.setScenarios([{ input, file: 'other.yaml', places: [] }]);
    const [gone, there] = await Promise.all([
      window.mock.use('hello').then(String, (error: Error) => error.message),
      window.mock.use('other').then(String, (error: Error) => error.message),
    ]);
    const wrong = await window.mock
      .setScenarios([{ name: 'two words' }])
      .then(String, (error: Error) => error.message);
    await window.mock.hold('end').release();
    await window.mock.waitForRequest(({ ending }) => ending?.type === 'done');
    return { gone, there, wrong };
  });
  expect(said).toEqual({
    gone: expect.stringContaining('There is no scenario "hello"'),
    there: 'undefined',
    wrong: expect.stringContaining('"two words" is not a name'),
  });
  expect(await ended()).toBe('done');
});

test('a scenario of the builder is checked when it is used', async () => {
  const said = await open.page.evaluate(async () => {
    const { scenario } = window.inPage;
    const outcome = (name: string) =>
      window.mock.use(scenario(name).text('built')).then(String, (error: Error) => error.message);
    return [await outcome('two words'), await outcome('built')];
  });
  expect(said).toEqual([expect.stringContaining('"two words" is not a name'), 'undefined']);
  await askByFetch();
  expect(await ended()).toBe('done');
  expect(await app()).toContain('built');
});

test('a wrong scenario to begin with is told by `ready`, and by each request', async () => {
  const said = await open.page.evaluate(async () => {
    window.mock.dispose();
    window.mock = window.inPage.createPageMock({ scenarios: [{ name: 'two words' }] });
    const message = (error: Error) => error.message;
    return Promise.all([window.mock.ready.then(String, message), window.mock.use('x').then(String, message)]);
  });
  expect(said).toEqual(Array(2).fill(expect.stringContaining('"two words" is not a name')));
  await askByFetch();
  expect(await ended()).toContain('"two words" is not a name');
});

test('a mistake in a template is told by `ready`, and by `use`', async () => {
  const said = await open.page.evaluate(async () => {
    const wrong = { name: 'wrong', reply: [{ text: 'Hi {{ mesage }}' }] };
    const message = (error: Error) => error.message;
    const used = await window.mock.use(wrong).then(String, message);
    window.mock.dispose();
    window.mock = window.inPage.createPageMock({ scenarios: [wrong] });
    return [used, await window.mock.ready.then(String, message)];
  });
  expect(said).toEqual(Array(2).fill(expect.stringContaining('did you mean "message"?')));
});

test('everything else goes its way', async () => {
  const read = await open.page.evaluate(async () => [
    await (await fetch('/file.txt')).text(),
    (await fetch('/chats/movies/settings')).status,
  ]);
  expect(read).toEqual(['a file', 404]);
});

test('after dispose, the page has its own fetch and XMLHttpRequest again', async () => {
  const native = await open.page.evaluate(() => {
    window.mock.dispose();
    return [fetch, XMLHttpRequest].map((one) =>
      Function.prototype.toString.call(one).includes('[native code]'),
    );
  });
  expect(native).toEqual([true, true]);
});

test('an answer that breaks off is an error for its reader, and none that nobody handles', async () => {
  const errors: string[] = [];
  const note = (error: Error) => errors.push(error.message);
  open.page.on('pageerror', note);
  await open.page.evaluate(() => window.mock.use('reset'));
  await askByFetch();
  await expect
    .poll(() => open.page.evaluate(() => Reflect.get(window, 'app').ended))
    .toMatch(/network error/);
  // A rejection is reported after the tasks that could handle it.
  await open.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  open.page.off('pageerror', note);
  expect(errors).toEqual([]);
});
