import { expect, test } from './test.ts';

for (const [name, title, code] of [
  ['unauthorized', 'The API key was refused.', 'missing_authorization_header'],
  ['forbidden', 'The API key was refused.', 'invalid_api_key'],
  ['chat-not-found', 'There is no such chat.', 'chat_not_found'],
  ['feature-disabled', 'Meilisearch refused the request.', 'feature_not_enabled'],
] as const) {
  test(`${name}: says why, and links to ${code}`, async ({ app, chat }) => {
    await chat.use(name);
    await app.ask('Hello');
    await expect(app.alert).toContainText(title);
    await expect(app.alert.getByRole('link', { name: `About ${code}` })).toHaveAttribute(
      'href',
      `https://docs.meilisearch.com/errors#${code}`,
    );
    await expect(app.retry).toHaveText('Retry');
  });
}

test('too many requests: Retry counts down from the time that the server asks for', async ({
  app,
  chat,
  page,
}) => {
  await page.clock.install();
  await app.open();
  await page.clock.pauseAt(Date.now() + 3_600_000);
  await chat.use('rate-limited');
  await app.ask('Where was it filmed?');
  await expect(app.alert).toContainText('Meilisearch is busy.');
  await expect(app.retry).toHaveText('Retry in 10 s');
  await page.clock.runFor(3000);
  await expect(app.retry).toHaveText('Retry in 7 s');
  await page.clock.runFor(7000);
  await expect(app.retry).toHaveText('Retry');
  // It never presses itself.
  expect(await chat.requests()).toHaveLength(1);

  await chat.clock.setSpeed(0);
  await app.retry.click();
  await expect(app.turn('Where was it filmed?')).toContainText('The Thing (1982)');
  expect((await chat.requests()).map(({ status }) => status)).toEqual([503, 200]);
});

test('too many requests: Retry can be pressed before the time is over', async ({ app, chat, page }) => {
  await page.clock.install();
  await app.open();
  await page.clock.pauseAt(Date.now() + 3_600_000);
  await chat.use({ name: 'always-busy', error: 'too_many_search_requests' });
  await app.ask('Now?');
  await expect(app.retry).toHaveText('Retry in 10 s');
  await page.clock.runFor(4000);
  await expect(app.retry).toHaveText('Retry in 6 s');
  await app.retry.click();
  await expect(app.retry).toHaveText('Retry in 10 s');
  expect(await chat.requests()).toHaveLength(2);
});
