import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { urls } from './build-storybooks.ts';
import { openStory, storyIds } from './story-page.ts';

const SHEET = fileURLToPath(new URL('../readme/storybook.png', import.meta.url));

/** `npm run contact-sheet`: all stories of the example in one picture, for docs/storybook.md. */
test('the contact sheet', async ({ page, context }) => {
  test.setTimeout(300_000);
  const cells: string[] = [];
  await page.setViewportSize({ width: 640, height: 480 });
  for (const id of await storyIds(urls.example())) {
    await openStory(page, urls.example(), id);
    const picture = (await page.screenshot()).toString('base64');
    cells.push(
      `<figure><img src="data:image/png;base64,${picture}"><figcaption>${titleOf(id)}</figcaption></figure>`,
    );
  }
  const sheet = await context.newPage();
  await sheet.setViewportSize({ width: 1900, height: 800 });
  await sheet.setContent(
    `<style>
      body { margin: 0; padding: 20px; display: grid; grid-template-columns: repeat(8, 1fr); gap: 16px; background: #efebf2; }
      figure { margin: 0; }
      img { width: 100%; display: block; border-radius: 6px; }
      h1 { margin: auto; font: 600 24px system-ui, sans-serif; color: #33203f; }
      figcaption { font: 13px system-ui, sans-serif; padding-top: 5px; color: #33203f; }
    </style><h1>Each state<br>a story</h1>${cells.join('')}`,
  );
  const picture = await sheet.screenshot({ fullPage: true });
  expect(picture.length).toBeLessThan(500_000);
  await writeFile(SHEET, picture);
});

/** `ending--length-limit`: Ending, length limit. */
const titleOf = (id: string): string => {
  const [group = '', name = ''] = id.split('--');
  return `${group[0]?.toUpperCase()}${group.slice(1)}: ${name.replaceAll('-', ' ')}`;
};
