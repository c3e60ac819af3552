import { test as base } from '../../src/playwright.ts';
import { ChatPage } from './chat-page.ts';

export { expect } from '../../src/playwright.ts';

/** The package's own `test`, with the example app opened. */
export const test = base.extend<{ app: ChatPage }>({
  app: async ({ page }, use) => {
    const app = new ChatPage(page);
    await app.open();
    await use(app);
  },
});
export { test as plain } from '@playwright/test';
