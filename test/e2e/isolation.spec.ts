import { ChatPage } from './chat-page.ts';
import { expect, test } from './test.ts';

for (const name of ['red', 'green', 'blue', 'yellow']) {
  test(`${name}: parallel tests on one server see their own scenario, clock and journal only`, async ({
    app,
    chat,
  }) => {
    await chat.use({ name: 'colour', reply: [{ text: `The colour is ${name}.` }] });
    await chat.clock.pauseAt('finish');
    await app.ask('Which colour?');
    const { streams } = await chat.clock.paused();
    expect(streams).toHaveLength(1);
    await expect(app.turn('Which colour?')).toContainText(`The colour is ${name}.`);
    expect((await chat.requests()).map(({ session }) => session)).toEqual([chat.name]);
    await chat.clock.resume();
    await expect(app.status).toBeEmpty();
  });
}

test('a scenario for one request only, and then the one before it', async ({ app, chat }) => {
  await chat.clock.setSpeed(0);
  await chat.use({ name: 'usual', reply: [{ text: 'As usual.' }] });
  await chat.use({ name: 'special', reply: [{ text: 'Something special.' }] }, { times: 1 });
  await app.ask('One');
  await expect(app.turn('One')).toContainText('Something special.');
  await expect(app.status).toBeEmpty();
  await app.ask('Two');
  await expect(app.turn('Two')).toContainText('As usual.');
});

test('two pages of a test are two streams of one session', async ({ app, chat, context }) => {
  await chat.use({ name: 'slow', reply: [{ text: 'Here.' }, { hold: 'end' }] });
  const other = new ChatPage(await context.newPage());
  await other.open();
  await app.ask('From the first');
  await expect(app.turn('From the first')).toContainText('Here.');
  await other.ask('From the second');
  await expect(other.turn('From the second')).toContainText('Here.');
  expect((await chat.clock.state()).streams).toHaveLength(2);

  await app.stop.click();
  await expect(app.status).toBeEmpty();
  await expect(other.status).toHaveText('Writing…');
  await chat.hold('end').release();
  await expect(other.status).toBeEmpty();
});
