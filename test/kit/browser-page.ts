/** A page in a real Chromium, with modules of `src` in it, served by a plain file server. */
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { rolldown } from 'rolldown';
import { closeNow } from '../../src/hosts/server/http-server.ts';
import { ensureBrowser } from '../e2e/browser.ts';
import { listen } from './listen.ts';

const PAGE =
  '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="/entry.js"></script>';

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', html: 'text/html' };

export interface BrowserPage {
  readonly page: Page;
  readonly url: string;
  /** What the page's console said, oldest first. */
  readonly said: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens a page with one module, bundled for browsers. It is ready when the module has run.
 *
 * @param entry seen from `test`
 * @param files more that the server has, by path
 */
export async function openPage(
  entry: string,
  files: Readonly<Record<string, string>> = {},
): Promise<BrowserPage> {
  const served = new Map(Object.entries({ '/': PAGE, ...files, ...(await bundle(entry)) }));
  const server = createServer((req, res) => {
    const path = req.url?.split('?')[0] ?? '';
    const file = served.get(path);
    res.writeHead(file === undefined ? 404 : 200, {
      'content-type': TYPES[path.split('.')[1] ?? 'html'] ?? 'text/plain',
    });
    res.end(file ?? 'Not found');
  });
  const url = await listen(server);
  const browser = await launch();
  const said: string[] = [];
  const page = await browser.newPage();
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(`uncaught: ${error.message}`));
  await page.goto(url);
  return { page, url, said, close: () => closeAll(browser, server) };
}

async function bundle(entry: string): Promise<Record<string, string>> {
  const input = { entry: fileURLToPath(new URL(`../${entry}`, import.meta.url)) };
  const build = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
  const { output } = await build.generate({ entryFileNames: '[name].js' });
  await build.close();
  return Object.fromEntries(
    output.map((one) => [`/${one.fileName}`, 'code' in one ? one.code : String(one.source)]),
  );
}

function launch(): Promise<Browser> {
  const { executablePath } = ensureBrowser();
  const args = ['--disable-gpu', '--disable-quic'];
  return chromium.launch({ args, ...(executablePath === undefined ? {} : { executablePath }) });
}

async function closeAll(browser: Browser, server: Server): Promise<void> {
  await browser.close();
  await closeNow(server);
}
