import { defineConfig } from '@playwright/test';
import { launchOptions } from '../e2e/browser.ts';

/** `npm run test:fresh`: needs the registry of npm, and some minutes. */
export default defineConfig({
  testDir: '.',
  testMatch: 'fresh.ts',
  timeout: 900_000,
  // The report names a test that passes only when it is tried again: "flaky". The registry may be away for a moment.
  retries: process.env.CI === undefined ? 0 : 1,
  reporter: 'list',
  use: {
    actionTimeout: 30_000,
    launchOptions: launchOptions('--disable-gpu', '--disable-quic'),
  },
});
