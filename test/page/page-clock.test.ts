import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BrowserPage, bundle, openPage } from '../kit/browser-page.ts';

/** Of a host that does not exist. */
const ASKED = 'http://meilisearch.example/chats/movies/chat/completions';

let open: BrowserPage;
beforeAll(async () => {
  open = await openPage(await bundle('page/entry.ts'));
}, 60_000);
afterAll(() => open.close());

/** A paced stream of the mock in the page, and what the page's own time did meanwhile. */
const streamed = () =>
  open.page.evaluate(async (url) => {
    const mock = window.inPage.createPageMock({
      scenarios: [
        { name: 'paced', pace: { ttft: 20, tps: 200 }, reply: [{ text: 'One two' }, { wait: 15 }] },
      ],
    });
    await mock.use('paced');
    const began = Date.now();
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
      body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }], stream: true }),
    });
    const text = await response.text();
    const waited = await mock.waitForRequest(() => false, { timeout: 20 }).catch((error) => error.code);
    mock.dispose();
    return { done: text.includes('[DONE]'), waited, passed: Date.now() - began };
  }, ASKED);

test('a mock in a page plays on where page.clock holds the time of the page', async () => {
  await open.page.clock.install({ time: new Date('2030-01-01T10:00:00Z') });
  await open.page.clock.pauseAt(new Date('2030-01-01T11:00:00Z'));
  expect(await streamed()).toEqual({ done: true, waited: 'timeout', passed: 0 });
});

test('also if it was held before the mock was loaded', async () => {
  await open.page.reload();
  expect(await open.page.evaluate(() => new Date().getFullYear())).toBe(2030);
  expect(await streamed()).toEqual({ done: true, waited: 'timeout', passed: 0 });
});
