import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { type BrowserPage, bundle, openPage } from '../kit/browser-page.ts';
import type { XhrUse } from './xhr-log.ts';

const scenarios: ScenarioInput[] = [
  { name: 'hello', reply: [{ text: 'one two' }, { wait: 30 }, { text: ' three é' }] },
  { name: 'waits', reply: [{ text: 'one' }, { fault: 'stall' }] },
  { name: 'reset', reply: [{ text: 'one two' }, { fault: 'reset' }] },
  { name: 'refused', error: 'chat_not_found' },
];
const options = { scenarios, seed: 1, speed: 1 };
const server = createServer(options);
const NOWHERE = 'http://meilisearch.example';

let open: BrowserPage;
beforeAll(async () => {
  await server.listen();
  open = await openPage(await bundle('page/entry.ts'));
}, 60_000);
afterAll(async () => {
  await open.close();
  await server.close();
});

const mockPage = () =>
  open.page.evaluate((json) => {
    window.mock = window.inPage.createPageMock(JSON.parse(json));
  }, JSON.stringify(options));

/** By the browser's own class from a server, then in the page. */
async function both(use: Omit<XhrUse, 'url'>) {
  const ask = (url: string) => open.page.evaluate((one) => window.inPage.useXhr(one), { ...use, url });
  const real = await ask(server.url);
  await mockPage();
  try {
    const here = await ask(NOWHERE);
    return { real: { ...real, url: real.url.replace(server.url, NOWHERE) }, here };
  } finally {
    await open.page.evaluate(() => window.mock.dispose());
  }
}

/** Without what differs from playing to playing, and how much came at a time. */
const steady = <T extends { body: string }>({ body, ...log }: T) => ({
  ...log,
  growing: [],
  body: body.replace(/"created":\d+/g, '"created":0'),
});

describe('an XMLHttpRequest sees in the page what it sees of a server', () => {
  const uses: Record<string, Omit<XhrUse, 'url'>> = {
    'a stream': { scenario: 'hello' },
    'a stream as bytes': { scenario: 'hello', responseType: 'arraybuffer' },
    'a stream as a blob': { scenario: 'hello', responseType: 'blob' },
    'an error': { scenario: 'refused' },
    'an error as JSON': { scenario: 'refused', responseType: 'json' },
    'an error as a document': { scenario: 'refused', responseType: 'document' },
    'a connection that breaks': { scenario: 'reset' },
    'an abort within the stream': { scenario: 'waits', abortAt: 'one' },
    'an abort at once': { scenario: 'hello', abortAt: '' },
    'a timeout': { scenario: 'waits', timeout: 1000 },
  };
  test.each(Object.entries(uses))('%s', async (_, use) => {
    const { real, here } = await both(use);
    expect(steady(here)).toEqual(steady(real));
    expect(here.events.at(-1)).toBe('loadend');
  });
});

test('the text grows frame by frame', async () => {
  const { here } = await both({ scenario: 'hello' });
  expect(new Set(here.growing).size).toBeGreaterThan(4);
  expect(here.growing).toEqual(here.growing.toSorted((a, b) => a - b));
});

test('an abort is seen at its frame', async () => {
  await mockPage();
  const use = { url: NOWHERE, scenario: 'waits', abortAt: 'one' };
  await open.page.evaluate((one) => window.inPage.useXhr(one), use);
  const entry = await open.page.evaluate(() => window.mock.lastRequest());
  expect(entry?.ending).toEqual({ type: 'left', after: 2 });
  expect(entry?.frames.map(({ kind }) => kind)).toEqual(['role', 'text']);
  await open.page.evaluate(() => window.mock.dispose());
});

test('other requests, and synchronous ones, are the browser’s own', async () => {
  const read = await open.page.evaluate(() => {
    window.mock = window.inPage.createPageMock();
    const xhr = new XMLHttpRequest();
    xhr.open('GET', '/', false);
    xhr.send();
    window.mock.dispose();
    return [xhr.status, xhr.readyState, xhr.responseText.slice(0, 15), xhr.getResponseHeader('content-type')];
  });
  expect(read).toEqual([200, 4, '<!doctype html>', 'text/html']);
});
