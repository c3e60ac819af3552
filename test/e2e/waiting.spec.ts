import { expect, test } from './test.ts';

test('says that it is thinking until the first token comes', async ({ app, chat }) => {
  await chat.clock.pauseAt(0);
  await app.ask('Recommend a film');
  await chat.clock.paused();
  await expect(app.status).toHaveText('Thinking…');
  await expect(app.turn('Recommend a film')).toHaveAttribute('aria-busy', 'true');
  await expect(app.stop).toBeVisible();

  // The role comes first, and says nothing yet.
  await chat.clock.next();
  await expect(app.status).toHaveText('Thinking…');
  await chat.clock.next();
  await expect(app.status).toHaveText('Writing…');
});

test('waits at a hold until it is released, once before the answer and once inside a bold word', async ({
  app,
  chat,
}) => {
  await chat.use('held-answer');
  await app.ask('Which film has the longest road?');
  await chat.hold('before-the-answer').reached();
  await expect(app.status).toHaveText('Thinking…');

  await chat.hold('before-the-answer').release();
  await chat.hold('in-the-middle').reached();
  await expect(app.log.locator('strong')).toHaveText('Paris,');
  await expect(app.status).toHaveText('Writing…');

  await chat.hold('in-the-middle').release();
  await expect(app.log).toContainText('Paris, Texas (1984), by Wim Wenders.');
  await expect(app.status).toBeEmpty();
  await expect(app.send).toBeVisible();
});

test('takes the next question while the answer to the first one still comes, and sends it after that', async ({
  app,
  chat,
}) => {
  await chat.use({ name: 'held', reply: [{ text: 'First.' }, { hold: 'end' }] });
  await app.ask('First question');
  await chat.hold('end').reached();
  await app.message.fill('Second question');
  await app.message.press('Enter');
  await expect(app.message).toHaveValue('Second question');
  expect(await chat.requests()).toHaveLength(1);

  await chat.hold('end').release();
  await app.send.click();
  await chat.hold('end').reached();
  await expect(app.turn('Second question')).toContainText('First.');
  expect(await chat.requests()).toHaveLength(2);
});

test('a suggestion asks its question', async ({ app, chat }) => {
  await app.page
    .getByRole('list', { name: 'Suggestions' })
    .getByRole('button', { name: 'Recommend a film about time travel' })
    .click();
  await chat.clock.setSpeed(0);
  await expect(app.turn('Recommend a film about time travel')).toContainText('Contact');
  expect((await chat.lastRequest())?.scenario).toBe('movie-night');
});
