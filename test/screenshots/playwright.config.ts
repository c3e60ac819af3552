import { defineConfig } from '@playwright/test';
import { launchOptions } from '../e2e/browser.ts';

/** Takes pictures, and tests nothing: `npm run screenshots`. */
export default defineConfig({
  testMatch: '*.shots.ts',
  workers: 1,
  timeout: 120_000,
  reporter: 'line',
  build: { external: ['**/dist/**'] },
  use: {
    viewport: { width: 1360, height: 800 },
    deviceScaleFactor: 2,
    launchOptions: launchOptions('--disable-gpu'),
  },
});
