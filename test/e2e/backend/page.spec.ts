import { expect, test } from '../../../src/playwright.ts';

test.use({ baseURL: 'http://127.0.0.1:4181' });

test('the page shows what came so far, through the backend of the app', async ({ page, chat }) => {
  await chat.use({
    name: 'two-parts',
    reply: [{ text: 'Try Contact' }, { hold: 'middle' }, { text: ', or Arrival.' }],
  });
  await page.goto('/');
  await page.getByRole('textbox', { name: 'Message' }).fill('Recommend me a film');
  await page.getByRole('button', { name: 'Send' }).click();

  await chat.hold('middle').reached();
  await expect(page.getByRole('article', { name: 'Answer' })).toHaveText('Try Contact');
  await chat.hold('middle').release();
  await expect(page.getByRole('article', { name: 'Answer' })).toHaveText('Try Contact, or Arrival.');

  const asked = await chat.lastRequest();
  expect(asked?.request.body).toMatchObject({ messages: [{ role: 'user', content: 'Recommend me a film' }] });
});
