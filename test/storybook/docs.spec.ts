import { expect, test } from '@playwright/test';
import { urls } from './build-storybooks.ts';

test('stories on one Docs page do not disturb each other: each is in a frame of its own', async ({
  page,
}) => {
  await page.goto(`${urls.example()}/iframe.html?id=searching--docs&viewMode=docs`);
  const frame = (id: string) => page.locator(`#iframe--searching--${id}`);
  for (const id of ['searching', 'sources', 'two-searches']) {
    await frame(id).last().scrollIntoViewIfNeeded();
    await expect(frame(id).last().contentFrame().getByRole('log')).toBeVisible();
  }
  const shown = (id: string) => frame(id).last().contentFrame();
  await expect(shown('searching').getByText(/Searching movies for “space exploration”/)).toBeVisible();
  await expect(shown('searching').getByRole('list', { name: 'Sources' })).toBeHidden();
  await expect(shown('sources').getByText('Interstellar')).toBeVisible();
  await expect(shown('two-searches').getByText('Frank Herbert').first()).toBeVisible();
});

test('a story that does not use the mock is shown in the page, as ever', async ({ page }) => {
  await page.goto(`${urls.fixture()}/iframe.html?id=asker--matched&viewMode=story`);
  await expect(page.locator('iframe')).toHaveCount(0);
  await expect(page.getByText('Hello')).toBeVisible();
});
