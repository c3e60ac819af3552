import { defineConfig } from '@playwright/test';
import { ensureBrowser } from '../e2e/browser.ts';

const { executablePath } = ensureBrowser();

/** `npm run test:fresh`: needs the registry of npm, and some minutes. */
export default defineConfig({
  testDir: '.',
  testMatch: 'fresh.ts',
  timeout: 900_000,
  reporter: 'list',
  use: {
    actionTimeout: 30_000,
    launchOptions: {
      args: ['--disable-gpu', '--disable-quic'],
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
});
