import { expect, type Page } from '@playwright/test';

/** Where Storybook is with a story, as its channel says it. */
interface Phase {
  readonly storyId: string;
  readonly newPhase: string;
}

/** The phases after a play function that has held. Before the last one, Storybook waits for animations. */
const AFTER_PLAY = /^(completing|completed|afterEach|finished)$/;

/** Opens a story by itself, and waits until its play function has held. */
export async function openStory(page: Page, url: string, id: string, globals = ''): Promise<void> {
  await page.goto(`${url}/iframe.html?id=${id}&viewMode=story${globals === '' ? '' : `&globals=${globals}`}`);
  await storyFinished(page, id);
}

export async function storyFinished(page: Page, id: string): Promise<void> {
  const phase = () =>
    page.evaluate(() => {
      const channel = Reflect.get(window, '__STORYBOOK_ADDONS_CHANNEL__');
      return channel?.last('storyRenderPhaseChanged')?.[0] as Phase | undefined;
    });
  const over = { storyId: id, newPhase: expect.stringMatching(AFTER_PLAY) };
  await expect.poll(phase, { intervals: [20, 50, 100] }).toMatchObject(over);
}

/** The stories of a storybook: its ids, in order. */
export async function storyIds(url: string): Promise<string[]> {
  const response = await fetch(`${url}/index.json`);
  const { entries } = (await response.json()) as {
    entries: Record<string, { id: string; type: string }>;
  };
  return Object.values(entries)
    .filter(({ type }) => type === 'story')
    .map(({ id }) => id);
}
