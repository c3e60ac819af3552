import { expect, type Page, test } from '@playwright/test';
import { connect } from '../../src/client.ts';
import { urls } from './build-storybooks.ts';
import { openStory } from './story-page.ts';

const ends = (page: Page) => page.evaluate(() => Reflect.get(window, 'ends') as string[] | undefined);

/** Emits an event of Storybook's channel in the preview. */
const emit = (page: Page, event: string, payload: unknown) =>
  page.evaluate(([name, data]) => Reflect.get(window, '__STORYBOOK_ADDONS_CHANNEL__').emit(name, data), [
    event,
    payload,
  ] as const);

for (const [where, url] of [
  ['in the page', urls.fixture],
  ['on a server', urls.remote],
] as const) {
  test.describe(`with the mock ${where}`, () => {
    test('a scenario is an object or a builder, and `chat` is in beforeEach and play', async ({ page }) => {
      await openStory(page, url(), 'asker--as-an-object');
      await expect(page.getByText('One two')).toBeVisible();
      await openStory(page, url(), 'asker--as-a-builder');
      await expect(page.getByText('Built')).toBeVisible();
    });

    test('a misspelt name, and a misspelt key, are shown in the place of the story', async ({ page }) => {
      await page.goto(`${url()}/iframe.html?id=asker--misspelt&viewMode=story`);
      await expect(page.locator('#error-message')).toContainText(
        'There is no scenario "helo". Did you mean "hello"? The scenarios are: hello, other.',
      );
      await page.goto(`${url()}/iframe.html?id=asker--wrong-key&viewMode=story`);
      await expect(page.locator('#error-message')).toContainText('Did you mean "scenario"?');
    });

    test('other args end the streams, the same ones do not', async ({ page }) => {
      await page.goto(`${url()}/iframe.html?id=asker--matched&viewMode=story`);
      await expect(page.getByText('Hello')).toBeVisible();
      await emit(page, 'updateGlobals', { globals: { chatSpeed: 2 } });
      await emit(page, 'updateStoryArgs', { storyId: 'asker--matched', updatedArgs: { question: 'Hi' } });
      await expect.poll(() => ends(page)).toBeUndefined();
      await emit(page, 'updateStoryArgs', { storyId: 'asker--matched', updatedArgs: { question: 'Why' } });
      await expect.poll(() => ends(page)).toHaveLength(1);
    });

    test('leaving a story ends its streams', async ({ page }) => {
      await page.goto(`${url()}/iframe.html?id=asker--matched&viewMode=story`);
      await expect(page.getByText('Hello')).toBeVisible();
      await emit(page, 'setCurrentStory', { storyId: 'asker--named', viewMode: 'story' });
      await expect(page.getByText('Something else')).toBeVisible();
      await expect.poll(() => ends(page)).toHaveLength(2);
    });
  });
}

test('with a server, each rendering has a session of its own there', async ({ page, context }) => {
  const other = await context.newPage();
  const asked: string[] = [];
  for (const one of [page, other]) {
    one.on('request', (request) => {
      const [, session] = /\/@([^/]+)\/chats\//.exec(request.url()) ?? [];
      if (session !== undefined) asked.push(session);
    });
    await one.goto(`${urls.remote()}/iframe.html?id=asker--matched&viewMode=story`);
    await expect(one.getByText('Hello')).toBeVisible();
  }
  expect(new Set(asked).size).toBe(2);
  const [first = '', second = ''] = asked;
  await connect(urls.mock(), { session: first }).hold('end').release();
  await expect(page.getByText('done')).toBeVisible();
  await expect(other.getByText('streaming')).toBeVisible();
  const [entry] = await connect(urls.mock(), { session: second }).requests();
  expect(entry?.scenario).toBe('hello');
});
