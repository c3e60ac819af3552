import type { JournalEntry } from '../../src/index.ts';
import { expect, test } from './test.ts';

const over = ({ ending }: JournalEntry) => ending !== undefined;

test('Stop after the third frame keeps what came, and the server knows that the client left there', async ({
  app,
  chat,
}) => {
  await chat.use({ name: 'numbers', reply: [{ text: 'One, two, three, four.' }] });
  await chat.clock.pauseAt(3);
  await app.ask('Count');
  await chat.clock.paused();
  await expect(app.turn('Count')).toContainText('One,');
  await app.stop.click();
  await expect(app.turn('Count').getByText('Stopped', { exact: true })).toBeVisible();
  await expect(app.turn('Count')).toContainText('One,');
  await expect(app.send).toBeVisible();

  const { ending, frames } = await chat.waitForRequest(over);
  expect(ending).toEqual({ type: 'left', after: 3 });
  expect(frames).toHaveLength(3);
});

test('Stop before the first token leaves an empty answer and no error', async ({ app, chat }) => {
  await chat.clock.pauseAt(0);
  await app.ask('Never mind');
  await chat.clock.paused();
  await app.stop.click();
  await expect(app.turn('Never mind').getByText('Stopped', { exact: true })).toBeVisible();
  await expect(app.alert).toBeHidden();
  expect((await chat.waitForRequest(over)).ending).toEqual({ type: 'left', after: 0 });
});

test('a stream that stalls can be stopped', async ({ app, chat }) => {
  await chat.use('stalled-stream');
  await chat.clock.setSpeed(0);
  await app.ask('How does it end?');
  await expect(app.turn('How does it end?')).toContainText('Let me think about which of the two endings');
  await expect(app.status).toHaveText('Writing…');
  await app.stop.click();
  await expect(app.turn('How does it end?').getByText('Stopped', { exact: true })).toBeVisible();
  expect((await chat.waitForRequest(over)).ending).toEqual({ type: 'fault', fault: 'stall' });
});

test('a new conversation ends the answer that is on its way', async ({ app, chat }) => {
  await chat.clock.pauseAt('text');
  await app.ask('Recommend a film');
  await chat.clock.paused();
  await app.page.getByRole('button', { name: 'New conversation' }).click();
  await expect(app.page.getByRole('list', { name: 'Suggestions' })).toBeVisible();
  expect((await chat.waitForRequest(over)).ending).toMatchObject({ type: 'left' });
});

test('leaving the page ends the answer', async ({ app, chat }) => {
  await chat.clock.pauseAt(2);
  await app.ask('Recommend a film');
  await chat.clock.paused();
  await app.page.goto('about:blank');
  expect((await chat.waitForRequest(over)).ending).toEqual({ type: 'left', after: 2 });
});
