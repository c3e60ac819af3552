import { defineConfig } from '@playwright/test';
import type { ChatOptions, ChatWorkerOptions } from '../../../src/playwright.ts';
import { launchOptions } from '../browser.ts';

/** Tests that share the mock which `SHARED_MOCK` names: those of the fixture, which do not care, and some more. */
export default defineConfig<ChatOptions, ChatWorkerOptions>({
  // Two runs at once: one by http, one by https.
  outputDir: `../../../test-results/shared-${process.env.SHARED_MOCK?.split(':')[0]}`,
  fullyParallel: true,
  workers: 1,
  reporter: 'json',
  build: { external: ['**/dist/**'] },
  use: {
    chatMockUrl: process.env.SHARED_MOCK,
    launchOptions: launchOptions('--disable-gpu', '--disable-quic'),
  },
  projects: [
    { name: 'shared', testDir: '.', testMatch: 'shared.case.ts' },
    { name: 'fixture', testDir: '../fixture', testMatch: /(streaming|hosts|contexts)\.spec\.ts$/ },
    { name: 'attached', testDir: '../report', testMatch: 'attached.case.ts', retries: 1 },
    {
      name: 'options',
      testDir: '../report',
      testMatch: 'broken.case.ts',
      use: { chatServerOptions: { profile: 'server' } },
    },
    {
      name: 'scenarios',
      testDir: '../report',
      testMatch: 'broken.case.ts',
      use: { chatScenarios: 'scenarios' },
    },
    {
      name: 'nothing there',
      testDir: '../report',
      testMatch: 'broken.case.ts',
      use: { chatMockUrl: 'http://127.0.0.1:1' },
    },
  ],
});
