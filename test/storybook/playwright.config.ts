import { defineConfig } from '@playwright/test';
import { launchOptions } from '../e2e/browser.ts';

/** Storybooks with the addon, built as static files, in a real Chromium. */
export default defineConfig({
  testDir: '.',
  globalSetup: './build-storybooks.ts',
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  // The report names a test that passes only when it is tried again: "flaky".
  retries: process.env.CI === undefined ? 0 : 1,
  reporter: 'list',
  expect: { timeout: 10_000 },
  build: { external: ['**/dist/**'] },
  projects: [
    { name: 'tests', testMatch: '*.spec.ts' },
    // `npm run contact-sheet` makes the picture of docs/storybook.md.
    { name: 'contact-sheet', testMatch: 'contact-sheet.ts' },
  ],
  use: {
    // What is drawn part by part, Chromium rounds by a shade otherwise now and then.
    launchOptions: launchOptions('--disable-gpu', '--disable-quic', '--disable-partial-raster'),
  },
});
