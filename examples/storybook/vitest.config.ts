import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { launchOptions } from '../../test/e2e/browser.ts';

/** Every story is a test: it is rendered in a browser, and its play function must hold. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), storybookTest({ configDir: `${import.meta.dirname}/.storybook` })],
  test: {
    browser: {
      enabled: true,
      headless: true,
      provider: playwright({ launchOptions: launchOptions('--disable-gpu') }),
      instances: [{ browser: 'chromium' }],
    },
  },
});
