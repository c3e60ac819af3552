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

/** Opens the panel, docked below the story, and waits for it to know of the story's stream. */
async function dock(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Chat' }).click();
  await expect(panel(page).getByText('1 open stream')).toBeVisible();
}

test('the docked panel steps frames, releases holds, and says the line of each', async ({ page }) => {
  const story = await openInStorybook(page, 'asker--matched', 'chatPaused:!true');
  await dock(page);
  await expect(panel(page).getByTestId('status')).toContainText('Paused before');
  const line = panel(page).getByTestId('line');
  for (let frames = 0; frames < 2; frames++) {
    await panel(page).getByRole('button', { name: 'Next frame' }).click();
    await expect(line).toHaveText('await chat.clock.next();');
  }
  await expect(story.getByText('Hello')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Resume' }).click();
  await panel(page).getByRole('button', { name: 'Release end' }).click();
  await expect(line).toHaveText("await chat.holds.release('end');");
  await expect(story.getByText('done')).toBeVisible();
  await expect(panel(page).getByRole('listitem').filter({ hasText: 'hello' })).toContainText('200');
});

test('the docked panel drops a connection, fails what is open, and fails the next', async ({ page }) => {
  const story = await openInStorybook(page, 'asker--matched');
  await dock(page);
  // A request is listed before its answer begins, and only what has begun can be dropped.
  await expect(panel(page).getByTestId('status')).toContainText('Held at end');
  await panel(page).getByRole('button', { name: 'Drop' }).click();
  await expect(story.getByText('TypeError: network error')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Fail the next request' }).click();
  await panel(page).getByRole('combobox', { name: 'Fail the next request' }).fill('chat_not_found');
  await expect(panel(page).getByRole('option').first()).toContainText('chat_not_found');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByTestId('line')).toHaveText(
    "await chat.use({ name: 'chat_not_found', error: 'chat_not_found' }, { times: 1 });",
  );
  await expect(panel(page).getByText('Next request only: 404 chat_not_found')).toBeVisible();
});

test('keys steer while the focus is in the panel, and Storybook has them elsewhere', async ({ page }) => {
  const story = await openInStorybook(page, 'asker--matched');
  await dock(page);
  await expect(panel(page).getByTestId('status')).toContainText('Held at end');
  await panel(page).getByRole('button', { name: 'Drop' }).focus();
  await page.keyboard.press('d');
  await expect(story.getByText('TypeError: network error')).toBeVisible();
  // Storybook's own key for its sidebar, in a field and beside it.
  const sidebar = page.getByRole('link', { name: 'Matched' });
  await expect(sidebar).toBeVisible();
  await panel(page).getByLabel('Find a request').press('s');
  await expect(sidebar).toBeVisible();
});

test('the next story begins with an empty list', async ({ page }) => {
  await openInStorybook(page, 'asker--matched');
  await dock(page);
  await expect(panel(page).getByRole('listitem').filter({ hasText: 'hello' })).toBeVisible();
  await page.getByRole('link', { name: 'Named' }).click();
  await expect(panel(page).getByRole('listitem').filter({ hasText: 'other' })).toBeVisible();
  await expect(panel(page).getByRole('listitem').filter({ hasText: 'hello' })).toHaveCount(0);
});

test('a line can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openInStorybook(page, 'asker--matched');
  await dock(page);
  await panel(page).getByRole('button', { name: 'Drop' }).hover();
  await panel(page).getByRole('button', { name: 'Copy this line' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('await chat.drop();');
});

test('what was done is there after a reload', async ({ page }) => {
  await openInStorybook(page, 'asker--matched');
  await dock(page);
  await expect(panel(page).getByTestId('status')).toContainText('Held at end');
  await panel(page).getByRole('button', { name: 'Drop' }).click();
  await expect(panel(page).getByTestId('line')).toHaveText('await chat.drop();');
  await page.reload();
  await dock(page);
  await expect(panel(page).getByTestId('line')).toHaveText('await chat.drop();');
  await expect(panel(page).getByRole('button', { name: 'What I did' })).toContainText('1');
});
