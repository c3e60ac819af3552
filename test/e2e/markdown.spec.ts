import { expect, test } from './test.ts';

test('shows no bare asterisks when the stream stands in the middle of a bold word', async ({ app, chat }) => {
  await chat.use({ name: 'bold', reply: [{ text: 'Try **Interstellar** tonight.' }] });
  // role · Try · **
  await chat.clock.pauseAt(3);
  await app.ask('What shall I watch?');
  await chat.clock.paused();
  const answer = app.turn('What shall I watch?').locator('.markdown');
  const bold = answer.locator('strong');
  await expect(answer).toHaveText('Try');

  await chat.clock.next();
  await expect(bold).toHaveText('Inter');
  await expect(answer).toHaveText('Try Inter');
  await chat.clock.next();
  await expect(bold).toHaveText('Interstellar');
  // The closing asterisks, and then what follows them.
  await chat.clock.next(2);
  await expect(answer).toHaveText('Try Interstellar tonight');
  await expect(bold).toHaveText('Interstellar');
});

test('a table grows cell by cell and never shows its pipes', async ({ app, chat }) => {
  await chat.clock.pauseAt('text');
  await app.ask('Show a table');
  await chat.clock.paused();
  await chat.clock.runFor(2000);
  const table = app.log.getByRole('table');
  await expect(table.getByRole('columnheader')).toHaveText(['Film', 'Year', 'Minutes', 'Told']);
  await chat.clock.setSpeed(0);
  await chat.clock.resume();
  await expect(table.getByRole('row')).toHaveCount(6);
  await expect(app.log).not.toContainText('|');
});

test('renders a burst of all tokens at once', async ({ app, chat }) => {
  await chat.use('fast-burst');
  await app.ask('Ten films, quickly');
  await expect(app.log.getByRole('listitem')).toHaveCount(10);
  await expect(app.log.getByRole('heading', { name: 'Ten films in one breath' })).toBeVisible();
  await expect(app.log).toContainText('look at how often the view renders.');
  await expect(app.turn('Ten films, quickly')).toHaveAttribute('aria-busy', 'false');
});

test('follows a slow answer, lets go when the reader scrolls up, and jumps back', async ({ app, chat }) => {
  const fromEnd = () => app.log.evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
  const height = () => app.log.evaluate((log) => log.scrollHeight);
  const top = () => app.log.evaluate((log) => log.scrollTop);
  await chat.clock.pauseAt('text');
  await app.ask('A guide to bread');
  await chat.clock.paused();

  const before = await height();
  await chat.clock.runFor(6000);
  await expect.poll(height).toBeGreaterThan(before);
  await expect.poll(top).toBeGreaterThan(0);
  await expect.poll(fromEnd).toBeLessThan(2);
  await expect(app.jump).toBeHidden();

  await app.log.hover();
  await app.page.mouse.wheel(0, -300);
  await expect(app.jump).toBeVisible();
  const reading = await top();
  const grown = await height();
  await chat.clock.runFor(2000);
  await expect.poll(height).toBeGreaterThan(grown);
  expect(await top()).toBe(reading);

  await app.jump.click();
  await expect.poll(fromEnd).toBeLessThan(2);
  await chat.clock.runFor(1000);
  await expect.poll(fromEnd).toBeLessThan(2);
  await expect(app.jump).toBeHidden();
});
