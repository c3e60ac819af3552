import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { type ChatMockServer, createServer } from '../../../src/index.ts';

export { expect };

/** One state of a chat each. */
const SCENARIOS = `name: found
description: One search, and what it found.
match: { message: /film/i }
pace: { ttft: 60, tps: 200 }
reply:
  - search: { index: movies, q: space, takes: 120, documents: [ { id: 1, title: Contact, year: 1997 } ] }
    id: search
  - text: "Watch **Contact** tonight, *or not*."
    id: answer
---
name: gated
description: Waits in the middle.
pace: { ttft: 0, tps: 0 }
reply: [ { text: Before }, { hold: gate }, { text: After } ]
---
name: slow
description: A token a second.
pace: { ttft: 1000, tps: 1 }
reply: [ { text: one two three four five six } ]
---
name: broken
description: The connection is reset.
pace: { ttft: 0, tps: 0 }
reply: [ { text: Half of it }, { fault: reset } ]
---
name: refused
description: The key is wrong.
error: invalid_api_key
`;

interface Fixtures {
  /** The folder of the scenario files. */
  readonly folder: string;
  readonly mock: ChatMockServer;
  /** The panel of the mock, opened. */
  readonly panel: Page;
}

/** A mock of its own for each test, and its panel in a page. What the page asks of another host, or logs as an error, fails the test. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'panel-'));
    writeFileSync(join(folder, 'all.yaml'), SCENARIOS);
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  mock: async ({ folder }, use) => {
    const server = createServer({ scenarios: folder, watch: true, seed: 7 });
    await server.listen();
    await use(server);
    await server.close();
  },
  panel: async ({ page, mock, context }, use) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: mock.url });
    const asked: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      // What the network answers is not for the page to decide.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        errors.push(message.text());
    });
    await page.goto(`${mock.url}/__mock/`);
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    await use(page);
    expect(errors).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(mock.url))).toEqual([]);
  },
});

const TOOLS = ['_meiliSearchProgress', '_meiliSearchSources', '_meiliAppendConversationMessage'];

export interface Asked {
  readonly scenario?: string;
  readonly session?: string;
  readonly body?: Record<string, unknown>;
}

/** Asks as a chat client does; resolves to all that came, also when the connection broke. */
export async function chat(
  mock: { readonly url: string },
  message: string,
  asked: Asked = {},
): Promise<string> {
  const { scenario, session, body = {} } = asked;
  const response = await fetch(
    `${mock.url}${session === undefined ? '' : `/@${session}`}/chats/movies/chat/completions`,
    {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer any',
        ...(scenario === undefined ? {} : { 'x-mock-scenario': scenario }),
      },
      body: JSON.stringify({
        model: 'gpt-4o',
        stream: true,
        messages: [{ role: 'user', content: message }],
        tools: TOOLS.map((name) => ({ type: 'function', function: { name } })),
        ...body,
      }),
    },
  );
  return response.text().catch(() => '');
}

export const row = (panel: Page, number: number) =>
  panel.getByRole('listitem').filter({ has: panel.getByText(`#${number}`, { exact: true }) });

/** What was copied last. */
export const clipboard = (panel: Page) => panel.evaluate(() => navigator.clipboard.readText());
