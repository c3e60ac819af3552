import { defineConfig } from '@playwright/test';
import type { ChatOptions, ChatWorkerOptions } from '../../../src/playwright.ts';
import { launchOptions } from '../browser.ts';

/** Tests that fail on purpose: `report.spec.ts` runs them and reads their report. */
export default defineConfig<ChatOptions, ChatWorkerOptions>({
  testDir: '.',
  testMatch: '*.case.ts',
  outputDir: '../../../test-results/report',
  fullyParallel: true,
  workers: 1,
  reporter: 'json',
  expect: { timeout: 1000 },
  build: { external: ['**/dist/**'] },
  use: {
    chatScenarios: 'scenarios',
    launchOptions: launchOptions(),
  },
  projects: [
    { name: 'attached', testMatch: 'attached.case.ts', retries: 1 },
    { name: 'backend', testMatch: 'backend.case.ts' },
    { name: 'mistakes', testMatch: 'mistakes.case.ts' },
    { name: 'broken', testMatch: 'broken.case.ts', use: { chatScenarios: 'broken.yaml' } },
    { name: 'objects', testMatch: 'broken.case.ts', use: { chatScenarios: [{ name: 'a' }] as never } },
  ],
});
