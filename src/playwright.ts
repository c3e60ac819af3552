import type { BrowserContext, TestInfo } from '@playwright/test';
import type { ChatMock } from './control/chat-mock.ts';
import type { ScenarioLike } from './control/verb.ts';
import { ChatMockError } from './error.ts';
import { CHAT_URL } from './hosts/chat-url.ts';
import { attachEvidence } from './hosts/playwright/evidence.ts';
import { type Gateway, openGateway } from './hosts/playwright/gateway.ts';
import { loadPlaywright } from './hosts/playwright/peer.ts';
import { scenarioPaths } from './hosts/playwright/scenario-folder.ts';
import { checkSharedOptions, openSharedMock, type WorkerMock } from './hosts/playwright/shared-mock.ts';
import { asSteps } from './hosts/playwright/steps.ts';
import { createTakeOver, type UrlMatch } from './hosts/playwright/take-over.ts';
import type { ServerOptions } from './hosts/server/options.ts';
import { type ChatMockServer, createServer } from './hosts/server/server.ts';

const { test: base, expect } = loadPlaywright();

export { expect };

/** Of an option that Playwright has already, so that the config goes before our default. Its types leave `option` out. */
const OPTION = { scope: 'test', option: true } as const;

/** The mock as one test has it: the verbs of a session of its own. Each call is a step in the test's report. */
export interface Chat extends ChatMock {
  /**
   * By which a backend of the app finds the mock, and the session of this test on it: `x-mock-url`, the base URL to ask in
   * place of Meilisearch's, and `x-mock-session`. Requests of the page to that backend have them already (`chatBackend`);
   * this is for requests that the test makes itself.
   */
  readonly headers: Readonly<Record<'x-mock-url' | 'x-mock-session', string>>;
  /**
   * Takes over the chat requests of a browser context. Those of the `context` fixture, and of every context that the
   * test makes of the `browser` fixture, are taken over already; this is for one of another browser, or made earlier.
   */
  takeOver(context: BrowserContext): Promise<void>;
}

/** Options of a test: set them in the config's `use`, or with `test.use`. */
export interface ChatOptions {
  /** The scenario that answers from the beginning: by name, as an object, or as a builder. Default: the one that matches. */
  chatScenario: ScenarioLike | undefined;
  /** Which requests to take over. Default: the chat route on any host. */
  chatUrl: UrlMatch;
  /**
   * Which requests of the page are for a backend of the app that asks Meilisearch itself: they are sent with `chat.headers`.
   * Default: those to the origin of `baseURL`.
   */
  chatBackend: UrlMatch | undefined;
}

/** Options of a worker: set them in the config's `use`, or with `test.use` at the top of a file. */
export interface ChatWorkerOptions {
  /**
   * Files and folders of scenarios, seen from the config file. Default: the folder `scenarios` beside it, or else the
   * gallery that comes with the package.
   */
  chatScenarios: string | readonly string[] | undefined;
  /** More for the server: `{ profile: 'server', apiKeys: ['secret'], onUnmatched: 'error' }`. `scenarios` adds to the files. */
  chatServerOptions: Omit<ServerOptions, 'watch'>;
  /**
   * The URL of a mock that runs already and that a team shares, `https://mock.example`: each test has a session of its own
   * there, and the worker starts no server. Default: a server of the worker's own.
   */
  chatMockUrl: string | undefined;
  /** The control key of the mock at `chatMockUrl`, if it has one. */
  chatControlKey: string | undefined;
}

export interface ChatFixtures {
  /** The mock: `chat.use(…)`, `chat.clock`, `chat.hold(…)`, `chat.requests()`. */
  chat: Chat;
}

export interface ChatWorkerFixtures {
  /** The mock that the tests of a worker share; each test has its own session on it. */
  chatMock: WorkerMock;
  /** The same, as a server: there is none with `chatMockUrl`. */
  chatServer: ChatMockServer;
  /** Where browsers reach it. */
  chatGateway: Gateway;
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
  chatUrl: [CHAT_URL, { option: true }],
  chatBackend: [undefined, { option: true }],
  chatScenarios: [undefined, { option: true, scope: 'worker' }],
  chatServerOptions: [{}, { option: true, scope: 'worker' }],
  chatMockUrl: [undefined, { option: true, scope: 'worker' }],
  chatControlKey: [undefined, { option: true, scope: 'worker' }],
  chatMock: [
    async ({ chatMockUrl, chatControlKey, chatScenarios, chatServerOptions }, use, { config }) => {
      if (chatMockUrl !== undefined) checkSharedOptions({ chatScenarios, chatServerOptions });
      const mock =
        chatMockUrl === undefined
          ? await openServer(chatScenarios, chatServerOptions, config.configFile)
          : await openSharedMock({ url: chatMockUrl, controlKey: chatControlKey });
      await use(mock);
      await mock.close();
    },
    { scope: 'worker' },
  ],
  chatServer: [
    async ({ chatMock }, use) => {
      if (!isServer(chatMock)) {
        throw new ChatMockError(
          'invalid-option',
          "`chatServer` is the worker's own server, and there is none.",
          {
            hint: 'With `chatMockUrl`, the verbs of `chat` drive the shared mock.',
          },
        );
      }
      await use(chatMock);
    },
    { scope: 'worker' },
  ],
  chatGateway: [
    async ({ chatMock }, use) => {
      const gateway = await openGateway(chatMock);
      await use(gateway);
      await gateway.close();
    },
    { scope: 'worker', box: true },
  ],
  // A page of a public host may not ask this machine for anything, unless the browser takes the mock for public too.
  launchOptions: [
    async ({ launchOptions, browserName, chatGateway }, use) => {
      if (browserName !== 'chromium') return use(launchOptions);
      const overrides = chatGateway.endpoints.map((endpoint) => `${endpoint}=public`);
      const flag = `--ip-address-space-overrides=${overrides.join(',')}`;
      await use({ ...launchOptions, args: [...(launchOptions.args ?? []), flag] });
    },
    { scope: 'worker' },
  ],
  // An app that reaches its Meilisearch by https meets our own certificate.
  ignoreHTTPSErrors: [true, OPTION],
  chat: [
    async (
      { chatMock, chatGateway, chatScenario, chatUrl, chatBackend, baseURL, browser, context },
      use,
      testInfo,
    ) => {
      const session = chatMock.session(sessionName(testInfo));
      const headers = { 'x-mock-url': session.url, 'x-mock-session': session.name };
      const backend = chatBackend ?? ofOrigin(baseURL);
      const takeOver = createTakeOver({ url: chatUrl, backend, headers, session: session.name }, chatGateway);
      const takeOverNew = (made: BrowserContext) => void takeOver.of(made).catch(() => undefined);
      if (chatScenario !== undefined) await session.use(chatScenario);
      await takeOver.of(context);
      browser.on('context', takeOverNew);
      const verbs: Chat = Object.assign(Object.create(session), {
        headers,
        takeOver: (one: BrowserContext) => takeOver.of(one),
      });
      await use(asSteps(verbs, 'chat', base.step));
      browser.off('context', takeOverNew);
      takeOver.end();
      if (testInfo.status !== testInfo.expectedStatus)
        await attachEvidence(testInfo, await session.requests());
      await session.reset();
    },
    { auto: true },
  ],
});

async function openServer(
  asked: ChatWorkerOptions['chatScenarios'],
  { scenarios = [], ...options }: ChatWorkerOptions['chatServerOptions'],
  configFile: string | undefined,
): Promise<ChatMockServer> {
  const more = typeof scenarios === 'string' ? [scenarios] : scenarios;
  const server = createServer({ ...options, scenarios: [...scenarioPaths(asked, configFile), ...more] });
  await server.listen();
  return server;
}

const isServer = (mock: WorkerMock): mock is ChatMockServer => 'listen' in mock;

function ofOrigin(baseURL: string | undefined): UrlMatch | undefined {
  if (baseURL === undefined) return undefined;
  const { origin } = new URL(baseURL);
  return (url) => url.origin === origin;
}

/** A session's name says which test it is of: the panel lists it so. */
function sessionName({ title, testId, retry }: Pick<TestInfo, 'title' | 'testId' | 'retry'>): string {
  const words = title.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return [...(words === '' ? [] : [words.slice(0, 60)]), testId.slice(-12), retry].join('-');
}
