import { defineConfig } from '@playwright/test';
export default defineConfig({
  testDir: 'test/e2e/panel',
  fullyParallel: true,
  workers: 2,
  reporter: 'line',
  timeout: 25000,
  expect: { timeout: 8000 },
  build: { external: ['**/dist/**'] },
  use: { launchOptions: { args: ['--disable-gpu', '--disable-quic'], executablePath: '/usr/bin/chromium' } },
});
