import { expect, test } from '../../src/playwright.ts';

test('shows what came so far, then the rest', async ({ page, chat }) => {
  await chat.use({
    name: 'two-parts',
    reply: [{ text: 'Try **Contact**' }, { hold: 'middle' }, { text: ', or *Arrival*.' }],
  });
  await page.goto('/');
  await page.getByRole('textbox', { name: 'Message' }).fill('Recommend me a film');
  await page.getByRole('button', { name: 'Send' }).click();

  await chat.hold('middle').reached();
  await expect(page.getByRole('log')).toContainText('Try Contact');
  await expect(page.getByRole('status')).toHaveText('Writing…');

  await chat.hold('middle').release();
  await expect(page.getByRole('log')).toContainText('Try Contact, or Arrival.');
  await expect(page.getByRole('status')).toBeEmpty();
});
