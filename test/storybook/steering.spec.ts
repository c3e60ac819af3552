import { expect, type FrameLocator, type Page, test } from '@playwright/test';
import { urls } from './build-storybooks.ts';

const preview = (page: Page): FrameLocator => page.frameLocator('#storybook-preview-iframe');

const panel = (page: Page) => page.getByRole('tabpanel', { name: 'Chat' });

async function openInStorybook(page: Page, id: string, globals = ''): Promise<FrameLocator> {
  await page.goto(`${urls.fixture()}/?path=/story/${id}${globals === '' ? '' : `&globals=${globals}`}`);
  return preview(page);
}

test('the toolbar picks what answers, by group and with descriptions', async ({ page }) => {
  const story = await openInStorybook(page, 'asker--matched');
  await expect(story.getByText('Hello')).toBeVisible();
  await page.getByRole('button', { name: 'Chat scenario' }).click();
  const list = page.getByRole('dialog', { name: 'Chat scenario' });
  await expect(list.getByRole('region', { name: 'Answers' })).toContainText('Says hello, and waits');
  await list.getByRole('button', { name: 'other' }).click();
  await expect(story.getByText('Something else')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Chat scenario' })).toHaveText('Chat: other');
});

test('what a story says goes before the toolbar', async ({ page }) => {
  const story = await openInStorybook(page, 'asker--named', 'chatScenario:hello');
  await expect(story.getByText('Something else')).toBeVisible();
  await page.getByRole('button', { name: 'Chat scenario' }).click();
  await expect(page.getByText('This story says itself what answers: other.')).toBeVisible();
});

test('the toolbar pauses, and lets run; streams go on', async ({ page }) => {
  const story = await openInStorybook(page, 'asker--matched', 'chatPaused:!true');
  await expect(story.getByText('streaming')).toBeVisible();
  await expect(story.getByText('Hello')).toBeHidden();
  const pause = page.getByRole('switch', { name: 'Pause the chat' });
  await pause.click();
  await expect(story.getByText('Hello')).toBeVisible();
  await pause.click();
  await expect(pause).toBeChecked();
  await expect(story.getByText('streaming')).toBeVisible();
});

test('the panel steps frames, releases holds, and says the line of each', async ({ page }) => {
  const story = await openInStorybook(page, 'asker--matched', 'chatPaused:!true');
  await page.getByRole('tab', { name: 'Chat' }).click();
  await expect(panel(page)).toContainText('Request 1: 0 frames sent, paused before role');
  await panel(page).getByRole('button', { name: 'Next frame' }).click();
  await expect(panel(page)).toContainText('Request 1: 1 frame sent');
  await panel(page).getByRole('button', { name: 'Next frame' }).click();
  await expect(story.getByText('Hello')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Run on' }).click();
  await expect(panel(page)).toContainText('held at “end”');
  await expect(panel(page)).toContainText("await chat.hold('end').release();");
  await panel(page).getByRole('button', { name: 'Release “end”' }).click();
  await expect(story.getByText('done')).toBeVisible();
  await expect(panel(page)).toContainText('No stream is open');
});

test('the panel drops a connection, and fails the next request', async ({ page }) => {
  const story = await openInStorybook(page, 'asker--matched');
  await page.getByRole('tab', { name: 'Chat' }).click();
  await panel(page).getByRole('button', { name: 'Drop the connection' }).click();
  await expect(story.getByText('TypeError: network error')).toBeVisible();
  await panel(page).getByRole('combobox').selectOption('chat_not_found');
  await expect(panel(page)).toContainText("await chat.fail('chat_not_found');");
});

test('a line can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openInStorybook(page, 'asker--matched');
  await page.getByRole('tab', { name: 'Chat' }).click();
  await panel(page).getByRole('button', { name: 'Copy await chat.drop();' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('await chat.drop();');
});
