import { expect, test } from './test.ts';

const FINE = { name: 'fine', reply: [{ text: 'This time it went well.' }] };

for (const [name, came] of [
  ['connection-reset', 'The three lightest summer reads in this library are'],
  ['half-frame', 'Whisk the eggs with the sugar'],
  ['truncated', 'preheat the oven as hot as it gets'],
] as const) {
  test(`${name}: shows what came, says that it was cut off, and asks again on Retry`, async ({
    app,
    chat,
  }) => {
    await chat.clock.setSpeed(0);
    await chat.use(FINE);
    await chat.use(name, { times: 1 });
    await chat.clock.pauseAt('fault');
    await app.ask('Go on');
    // A browser may drop what it has not given to the page when a connection breaks, so first let the page have it.
    await expect(app.turn('Go on')).toContainText(came);
    await chat.clock.resume();
    await expect(app.alert).toContainText('The answer was cut off.');
    await expect(app.turn('Go on')).toContainText(came);
    await expect(app.turn('Go on')).toHaveAttribute('aria-busy', 'false');

    await app.retry.click();
    await expect(app.turn('Go on')).toContainText('This time it went well.');
    await expect(app.alert).toBeHidden();
    await expect(app.turn('Go on')).toHaveCount(1);
  });
}

test('the connection drops while the answer streams', async ({ app, chat }) => {
  await chat.use({ name: 'long', reply: [{ text: 'One, two, three, four.' }] });
  await chat.clock.pauseAt(3);
  await app.ask('Count');
  await chat.clock.paused();
  await expect(app.turn('Count')).toContainText('One,');
  await chat.drop();
  await expect(app.alert).toContainText('The answer was cut off.');
  await expect(app.turn('Count')).toContainText('One,');
});

test('an answer with its finish reason is whole, although [DONE] never comes', async ({ app, chat }) => {
  await chat.use('no-done');
  await chat.clock.setSpeed(0);
  await app.ask('How long is it?');
  await expect(app.turn('How long is it?')).toHaveAttribute('aria-busy', 'false');
  await expect(app.turn('How long is it?')).toContainText('293 minutes');
  await expect(app.alert).toBeHidden();
});

test('a connection that breaks before the first byte cannot be told from no server', async ({
  app,
  page,
}) => {
  await page.route('**/chats/**', (route) => route.abort());
  await app.ask('Anyone there?');
  await expect(app.alert).toContainText('Meilisearch cannot be reached.');
  await expect(app.alert).toContainText('http://meilisearch.example:7700');
});
