import { expect, test } from './test.ts';

test.beforeEach(({ chat }) => chat.clock.setSpeed(0));

for (const [name, note] of [
  ['length-limit', 'The answer reached its length limit.'],
  ['content-filter', 'The answer was stopped by a content filter.'],
] as const) {
  test(`${name}: keeps the text and says why it stops`, async ({ app, chat }) => {
    await chat.use(name);
    await app.ask('Tell me more');
    await expect(app.turn('Tell me more').getByText(note)).toBeVisible();
    await expect(app.turn('Tell me more').locator('.markdown')).not.toBeEmpty();
    await expect(app.alert).toBeHidden();
  });
}

test('a refusal is shown as the answer', async ({ app }) => {
  await app.ask('Find me a torrent');
  await expect(app.turn('Find me a torrent')).toContainText("I can't help with finding pirated copies");
  await expect(app.alert).toBeHidden();
});

test('an empty answer is not passed over in silence', async ({ app, chat }) => {
  await chat.use('empty-answer');
  await app.ask('Say nothing');
  await expect(app.alert).toContainText('The answer is empty.');
  await expect(app.retry).toBeVisible();
});

test('the provider fails after some words: they stay, and its message is shown', async ({ app, chat }) => {
  await chat.use('provider-error');
  await app.ask('Tomato soup');
  await expect(app.alert).toContainText('The model could not answer.');
  await expect(app.alert).toContainText('The server had an error while processing your request.');
  await expect(app.turn('Tomato soup')).toContainText('Roast them at 200 °C for');
});

test('the provider refuses before the first token', async ({ app, chat }) => {
  await chat.use('provider-rate-limit');
  await app.ask('Hello');
  await expect(app.alert).toContainText('Rate limit reached for gpt-4o');
  await expect(app.alert).toContainText('rate_limit_exceeded');
});

test('the model fails while its answer streams', async ({ app, chat }) => {
  await chat.use({ name: 'long', reply: [{ text: 'One, two, three, four.' }] });
  await chat.clock.pauseAt(3);
  await app.ask('Count');
  await chat.clock.paused();
  await expect(app.turn('Count')).toContainText('One,');
  await chat.fail('overloaded', 'The model is overloaded.');
  await expect(app.alert).toContainText('The model is overloaded.');
  await expect(app.turn('Count')).toContainText('One,');
});
