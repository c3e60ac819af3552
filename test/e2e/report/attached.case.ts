import { expect, test } from '../../../src/playwright.ts';
import { ask, openBlank } from '../fixture/pages.ts';

test.use({ chatScenario: 'greeting' });

test('fails while a stream is open', async ({ page, chat }) => {
  await openBlank(page);
  void ask(page).catch(() => undefined);
  await chat.hold('before-the-end').reached();
  await chat.use({ name: 'busy', error: 'too_many_search_requests' });
  await ask(page);
  expect(await chat.requests()).toHaveLength(3);
});

test('passes', async ({ page, chat }) => {
  await chat.use({ name: 'short', reply: [{ text: 'Hi' }] });
  await openBlank(page);
  expect((await ask(page)).status).toBe(200);
  expect(await chat.requests()).toHaveLength(1);
});
