import { expect, test } from '../../src/playwright.ts';

test('says what it searches, then shows what it found', async ({ page, chat }) => {
  await chat.use('movie-night');
  await chat.clock.pauseAt('sources'); // a kind of frame, a step's id, or a number of frames
  await page.goto('/');
  await page.getByRole('textbox', { name: 'Message' }).fill('Recommend me a film');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('status')).toContainText('Searching movies for “space exploration”');

  await chat.clock.next();
  await expect(page.getByRole('list', { name: 'Sources' })).toContainText('Interstellar');

  await page.getByRole('button', { name: 'Stop' }).click();
  const { ending } = await chat.waitForRequest((request) => request.ending !== undefined);
  expect(ending).toMatchObject({ type: 'left' });
});
