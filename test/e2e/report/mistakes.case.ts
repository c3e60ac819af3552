import { test } from '../../../src/playwright.ts';
import { ask, openBlank } from '../fixture/pages.ts';

test('waits in vain', async ({ chat }) => {
  await chat.clock.pauseAt('text');
  await chat.clock.paused({ timeout: 50 });
});

test('misspells a scenario', async ({ chat }) => {
  await chat.use('greting');
});

test.describe('another route', () => {
  test.use({ chatUrl: '**/api/ask' });
  test('is no chat route', async ({ page }) => {
    await openBlank(page);
    await ask(page, 'http://app.example/api/ask').catch(() => undefined);
  });
});
