/** A page in a real Chromium, from a plain file server. */
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { rolldown } from 'rolldown';
import { closeNow } from '../../src/hosts/server/http-server.ts';
import { launchOptions } from '../e2e/browser.ts';
import { listen } from './listen.ts';

const PAGE =
  '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="/entry.js"></script>';

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', bin: 'application/octet-stream' };

export interface BrowserPage {
  readonly page: Page;
  readonly url: string;
  /** What the page's console said, oldest first. */
  readonly said: readonly string[];
  close(): Promise<void>;
}

/** What a server has, by path. */
type Files = Readonly<Record<string, string | Uint8Array>>;

/** Opens a page of a server with these files. It runs `/entry.js`, and is ready when that has run. */
export async function openPage(files: Files): Promise<BrowserPage> {
  const served: Files = { '/': PAGE, ...files };
  const server = createServer((req, res) => {
    const path = req.url?.split('?')[0] ?? '';
    const file = served[path];
    const type = TYPES[path.split('.').at(-1) ?? ''] ?? 'text/html';
    res.writeHead(file === undefined ? 404 : 200, { 'content-type': type });
    res.end(file ?? 'Not found');
  });
  const url = await listen(server);
  const browser = await chromium.launch(launchOptions('--disable-gpu', '--disable-quic'));
  const said: string[] = [];
  const page = await browser.newPage();
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(`uncaught: ${error.message}`));
  await page.goto(url);
  return { page, url, said, close: () => closeAll(browser, server) };
}

/**
 * A module, bundled for browsers, as files of a server.
 *
 * @param entry seen from `test`
 */
export async function bundle(entry: string): Promise<Files> {
  const input = { entry: fileURLToPath(new URL(`../${entry}`, import.meta.url)) };
  const build = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
  const { output } = await build.generate({ entryFileNames: '[name].js' });
  await build.close();
  return Object.fromEntries(output.map((one) => [`/${one.fileName}`, 'code' in one ? one.code : one.source]));
}

async function closeAll(browser: Browser, server: Server): Promise<void> {
  await browser.close();
  await closeNow(server);
}
