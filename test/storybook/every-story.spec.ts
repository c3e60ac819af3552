import { expect, type Page, test } from '@playwright/test';
import { urls } from './build-storybooks.ts';
import { openStory, storyIds } from './story-page.ts';

/** What is on the screen when a story is over. */
const SHOWS: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  'waiting--nothing-asked': ['Recommend a film about time travel'],
  'waiting--thinking': ['Recommend a long film', 'Thinking…'],
  'waiting--first-word': ['Writing…', 'Good'],
  'waiting--held-before-the-answer': ['Thinking…'],
  'searching--searching': [/Searching movies for “space exploration”/],
  'searching--sources': ['Interstellar', 'Contact', 'The Martian', 'Reading the results…'],
  'searching--two-searches': ['2 results', '1 result', 'Frank Herbert'],
  'searching--many-sources': ['twenty films'],
  'searching--no-results': ['No results', 'No document matches this search.'],
  'searching--search-fails': ['Podcasts about film history'],
  'answering--writing': ['Three films about space', 'Writing…'],
  'answering--held-in-a-bold-word': ['Paris,', 'Writing…'],
  'answering--answered': ['needs no sequel.'],
  'answering--code-block': ['Show me the code'],
  'answering--table': ['As a table, please'],
  'answering--follow-up': ['In the Mood for Love', 'It was shot in a few weeks'],
  'ending--length-limit': ['The answer reached its length limit.'],
  'ending--content-filter': ['The answer was stopped by a content filter.'],
  'ending--refusal': ["I can't help with finding pirated copies"],
  'ending--empty-answer': ['The answer is empty.', 'Retry'],
  'ending--stopped': ['Paris,', 'Stopped'],
  'ending--stalled': ['Let me think about which of the two endings of', 'Writing…'],
  'ending--truncated': ['The answer was cut off.', 'Retry'],
  'ending--connection-reset': ['The Enchanted April', 'The answer was cut off.'],
  'ending--provider-error': ['Roast them at 200 °C for', 'The model could not answer.'],
  'ending--fails-while-it-streams': ['The model is overloaded.'],
  'refused--unauthorized': ['The API key was refused.', 'About missing_authorization_header'],
  'refused--chat-not-found': ['There is no such chat.', 'About chat_not_found'],
  'refused--provider-rate-limit': ['Rate limit reached for gpt-4o'],
  'refused--no-connection': ['Recommend me a film', 'Retry'],
  'refused--busy-then-answered': ['The Thing (1982)'],
};

test('these are the stories of the example', async () => {
  expect((await storyIds(urls.example())).toSorted()).toEqual(Object.keys(SHOWS).toSorted());
});

/** As it is, once it is drawn: nothing that could move is stopped by the test. */
async function pictureOf(page: Page): Promise<string> {
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
  const picture = await page.screenshot({ animations: 'allow', caret: 'initial' });
  return picture.toString('base64');
}

for (const [id, texts] of Object.entries(SHOWS)) {
  test(`${id} shows its state, and twice the same picture of it`, async ({ page }) => {
    await openStory(page, urls.example(), id);
    for (const text of texts) await expect(page.getByText(text).first()).toBeVisible();
    const picture = await pictureOf(page);
    await openStory(page, urls.example(), id);
    expect((await pictureOf(page)) === picture).toBe(true);
  });
}

for (const id of ['waiting--thinking', 'answering--writing']) {
  test(`${id} is the same picture in ten runs`, async ({ page }) => {
    test.slow();
    const pictures = new Set<string>();
    for (let run = 0; run < 10; run++) {
      await openStory(page, urls.example(), id);
      pictures.add(await pictureOf(page));
    }
    expect(pictures.size).toBe(1);
  });
}
