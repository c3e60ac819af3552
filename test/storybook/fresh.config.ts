import { defineConfig } from '@playwright/test';
import { ensureBrowser } from '../e2e/browser.ts';

const { executablePath } = ensureBrowser();

/** `npm run test:fresh`: needs the registry of npm and some minutes, so CI runs it by itself. */
export default defineConfig({
  testDir: '.',
  testMatch: 'fresh.ts',
  timeout: 900_000,
  reporter: 'list',
  use: {
    launchOptions: {
      args: ['--disable-gpu', '--disable-quic'],
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
});
