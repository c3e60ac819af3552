import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { converse, faultOf } from '../gallery/converse.ts';
import { GALLERY, GOLDEN, goldenFile, goldenFolder, goldenText } from '../gallery/golden.ts';
import { type BrowserPage, bundle, openPage } from '../kit/browser-page.ts';
import type { HostClient } from '../kit/host-clients.ts';
import { pageClients, steered } from './page-clients.ts';

const LOST = 'a stream that fails on its way to a service worker takes along what was not read of it';

/** Where a host in a page sends less than the golden bytes, and why. */
const CUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "msw's service worker": { 'connection-reset': LOST, 'half-frame': LOST },
};

const worker = readFileSync(
  new URL('../../node_modules/msw/lib/mockServiceWorker.js', import.meta.url),
  'utf8',
);

const HOSTS = [
  { host: 'the page engine, by fetch', entry: 'page/entry.ts', by: 'fetch' },
  { host: 'the page engine, by XMLHttpRequest', entry: 'page/entry.ts', by: 'xhr' },
  { host: "msw's service worker", entry: 'page/msw-entry.ts', by: 'fetch' },
] as const;

describe.each(HOSTS)('$host: the golden streams of the whole gallery', ({ host, entry, by }) => {
  let open: BrowserPage;
  let client: HostClient;
  beforeAll(async () => {
    open = await openPage({ ...(await bundle(entry)), '/mockServiceWorker.js': worker });
    client = (await pageClients(open.page))[by];
    await open.page.evaluate(
      (json) => window.start(JSON.parse(json)),
      JSON.stringify({ scenarios: GALLERY, ...GOLDEN }),
    );
  }, 60_000);
  afterAll(() => open.close());

  test.each(GALLERY.map((input) => [input.name, input] as const))('%s', async (name, input) => {
    const responses = await converse(steered(open.page), client, input);
    for (const [index, response] of responses.entries()) {
      const golden = readFileSync(goldenFolder + goldenFile(name, index, responses, response), 'utf8');
      const text = goldenText(response);
      expect(text).toBe(CUT[host]?.[name] === undefined ? golden : golden.slice(0, text.length));
    }
    expect(responses.at(-1)?.broken).toBe(['reset', 'half-frame'].includes(faultOf(input) ?? ''));
  });
});
