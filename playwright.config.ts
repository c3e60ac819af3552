import { defineConfig } from '@playwright/test';
import type { ChatOptions, ChatWorkerOptions } from './src/playwright.ts';
import { launchOptions } from './test/e2e/browser.ts';

const PORT = 4180;
const APP = `http://127.0.0.1:${PORT}`;
/** An app whose backend asks Meilisearch: see `test/e2e/backend.spec.ts`. */
const BACKEND = 'http://127.0.0.1:4181';
const BUILD = '--outDir ../../node_modules/.cache/chat-ui --emptyOutDir --logLevel error';

/** The example app as it goes to production, in a real Chromium. Its Meilisearch is a host that does not exist. */
export default defineConfig<ChatOptions, ChatWorkerOptions>({
  testDir: 'test/e2e',
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  // The report names a test that passes only when it is tried again: "flaky".
  retries: process.env.CI === undefined ? 0 : 1,
  reporter: 'list',
  expect: { timeout: 10_000 },
  // Prism's bundle is ready to run; transforming it would take seconds.
  build: { external: ['**/dist/**'] },
  use: {
    baseURL: APP,
    launchOptions: launchOptions('--disable-gpu', '--disable-quic'),
  },
  webServer: [
    {
      command: `npx vite build examples/chat-ui ${BUILD} && npx vite preview examples/chat-ui ${BUILD.split(' --empty')[0]} --host 127.0.0.1 --port ${PORT} --strictPort`,
      url: APP,
      env: { VITE_MEILISEARCH_HOST: 'http://meilisearch.example:7700' },
    },
    {
      command: 'node examples/backend/server.mjs',
      url: BACKEND,
      env: { PORT: new URL(BACKEND).port, MEILISEARCH_URL: 'http://meilisearch.example:7700', E2E: '1' },
    },
  ],
});
