import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type BrowserContext, test as base, type Route, type TestInfo } from '@playwright/test';
import type { ChatMock } from './control.ts';
import type { ScenarioInput } from './scenario/schema.ts';
import { closeNow } from './server/app.ts';
import { createCertificate } from './server/certificate.ts';
import type { ServerOptions } from './server/options.ts';
import { type ChatMockServer, createServer } from './server/server.ts';
import type { JournalEntry } from './session/journal.ts';

export { expect } from '@playwright/test';

/** The mock as one test has it: the verbs of its own session. */
export interface Chat extends ChatMock {
  /** Takes over the chat requests of a browser context that the test made itself; its own one is taken over already. */
  takeOver(context: BrowserContext): Promise<void>;
}

/** Options to set in the config, or with `test.use`. */
export interface ChatOptions {
  /** The scenario that answers from the beginning: by name, as an object, or as a builder. */
  chatScenario: string | ScenarioInput | { build(): ScenarioInput } | undefined;
  /** A glob of the requests to take over. Default: the chat route on any host. */
  chatUrl: string;
}

export interface ChatWorkerOptions {
  /** Files and folders of scenarios, or scenarios. Default: the folder `scenarios`. */
  chatScenarios: Exclude<ServerOptions['scenarios'], undefined>;
}

export interface ChatFixtures {
  /** The mock: `chat.use(…)`, `chat.clock`, `chat.hold(…)`, `chat.requests()`. */
  chat: Chat;
}

export interface ChatWorkerFixtures {
  /** The server that the tests of a worker share; each test has a session of its own on it. */
  chatServer: ChatMockServer;
}

/**
 * Playwright's `test` with a chat mock. The app under test is not configured: what it sends to its own
 * Meilisearch goes to the mock, frame by frame, whether that host exists or not.
 *
 * @example
 * import { expect, test } from 'meilisearch-chat-mock/playwright';
 *
 * test('shows that it is thinking', async ({ page, chat }) => {
 *   await chat.clock.pauseAt('text');
 *   await page.goto('/');
 *   await page.getByRole('textbox').fill('Recommend me a film');
 *   await page.keyboard.press('Enter');
 *   await expect(page.getByText('Thinking…')).toBeVisible();
 *   await chat.clock.resume();
 * });
 */
export const test = base.extend<ChatFixtures & ChatOptions, ChatWorkerFixtures & ChatWorkerOptions>({
  chatScenario: [undefined, { option: true }],
  chatUrl: ['**/chats/*/chat/completions', { option: true }],
  chatScenarios: ['scenarios', { option: true, scope: 'worker' }],
  // An app that talks to its Meilisearch by https meets our own certificate.
  ignoreHTTPSErrors: true,
  chatServer: [
    async ({ chatScenarios }, use) => {
      await using server = createServer({ scenarios: chatScenarios });
      await server.listen();
      await use(server);
    },
    { scope: 'worker' },
  ],
  chat: [
    async ({ chatServer, chatScenario, chatUrl, context }, use, testInfo) => {
      const session = chatServer.session(sessionName(testInfo));
      const hosts = new Hosts(chatServer);
      const takeOver = (one: BrowserContext) =>
        one.route(chatUrl, (route) => redirect(route, session, hosts));
      if (chatScenario !== undefined) await session.use(chatScenario);
      await takeOver(context);
      await use(Object.assign(Object.create(session), { takeOver }) as Chat);
      if (testInfo.status !== testInfo.expectedStatus) await attach(testInfo, await session.requests());
      await session.reset();
      await hosts.close();
    },
    { auto: true },
  ],
});

function sessionName({ testId, retry, repeatEachIndex }: TestInfo): string {
  return `${testId}-${retry}-${repeatEachIndex}`;
}

/** Sends a request of the app to the mock. The client's abort goes along, as the connection is its own. */
async function redirect(route: Route, session: ChatMock, hosts: Hosts): Promise<void> {
  const asked = new URL(route.request().url());
  const path = asked.pathname.slice(asked.pathname.indexOf('/chats/')) + asked.search;
  // The protocol of a request that goes on cannot be changed.
  const host = await hosts.of(asked.protocol);
  await route.continue({ url: `${host}/@${encodeURIComponent(session.name)}${path}` });
}

/** Where the mock is reached by http and, made when first needed, by https. */
class Hosts {
  readonly #server: ChatMockServer;
  #https: Promise<{ readonly server: HttpsServer; readonly url: string }> | undefined;

  constructor(server: ChatMockServer) {
    this.#server = server;
  }

  async of(protocol: string): Promise<string> {
    if (protocol !== 'https:') return this.#server.url;
    this.#https ??= listenSecurely(this.#server);
    return (await this.#https).url;
  }

  async close(): Promise<void> {
    if (this.#https !== undefined) await closeNow((await this.#https).server);
  }
}

async function listenSecurely({ app }: ChatMockServer): Promise<{ server: HttpsServer; url: string }> {
  const server = createHttpsServer(await createCertificate(), app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** What the mock was asked and what it sent: for the report of a test that failed. */
async function attach(testInfo: TestInfo, entries: readonly JournalEntry[]): Promise<void> {
  const journal = JSON.stringify(entries, undefined, 2);
  await testInfo.attach('chat-journal.json', { body: journal, contentType: 'application/json' });
  for (const { number, frames } of entries) {
    const body = frames.map(({ data }) => data).join('');
    if (frames.length > 0)
      await testInfo.attach(`chat-${number}.sse`, { body, contentType: 'text/event-stream' });
  }
}
