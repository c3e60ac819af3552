import { expect, test } from './test.ts';

const TIME_TRAVEL = {
  name: 'time-travel',
  reply: [
    {
      search: {
        index: 'movies',
        q: 'time travel',
        documents: [
          { id: 14337, title: 'Primer', release_year: 2004 },
          { id: 59967, title: 'Looper', release_year: 2012 },
        ],
      },
    },
    { text: '**Primer** is the cleverer one.' },
  ],
};

test('says what is searched before there are sources, and shows the sources before the answer', async ({
  app,
  chat,
}) => {
  await chat.use(TIME_TRAVEL);
  await chat.clock.pauseAt('sources');
  await app.ask('Time travel?');
  await chat.clock.paused();
  await expect(app.status).toHaveText('Searching movies for “time travel”…');
  await expect(app.searches.getByRole('listitem')).toContainText('time travel');
  await expect(app.sources).toBeHidden();

  await chat.clock.next();
  await expect(app.sources.getByRole('listitem')).toHaveText([/Primer/, /Looper/]);
  await expect(app.searches).toContainText('2 results');
  await expect(app.status).toHaveText('Reading the results…');
  await expect(app.turn('Time travel?')).not.toContainText('cleverer');

  await chat.clock.resume();
  await expect(app.turn('Time travel?')).toContainText('Primer is the cleverer one.');
});

test('says that it browses when a search has no words', async ({ app, chat }) => {
  await chat.use('many-sources');
  await chat.clock.pauseAt('sources');
  await app.ask('What is there?');
  await chat.clock.paused();
  await expect(app.status).toHaveText('Browsing movies…');
  await chat.clock.resume();
  await expect(app.sources.getByRole('listitem')).toHaveCount(20);
});

test('several searches share one strip of sources, and each can be looked at alone', async ({
  app,
  chat,
}) => {
  await chat.clock.setSpeed(0);
  await app.ask('Compare the film and the book');
  await expect(app.searches.getByRole('button')).toHaveText([
    /“Dune”in movies.*2 results/,
    /“Dune”in books.*1 result/,
  ]);
  await expect(app.sources.getByRole('listitem')).toHaveCount(3);
  await app.searches.getByRole('button', { name: 'books' }).click();
  await expect(app.sources.getByRole('listitem')).toHaveCount(1);
  await expect(app.sources).toContainText('Frank Herbert');
});

test('says that nothing was found', async ({ app, chat }) => {
  await chat.use('no-results');
  await chat.clock.setSpeed(0);
  await app.ask('A quick croissant');
  await expect(app.searches).toContainText('No results');
  await expect(app.log).toContainText('No document matches this search.');
  await expect(app.log).toContainText('I found no recipe');
});

test('a search fails, says so where it happened, and the answer goes on', async ({ app, chat }) => {
  await chat.use('search-fails');
  await chat.clock.setSpeed(0);
  await app.ask('Podcasts about film history');
  await expect(app.log).toContainText('The search in podcasts failed: ');
  await expect(app.searches.getByRole('listitem').first()).toContainText('Failed');
  await expect(app.log).toContainText('there is a book: The Story of Film');
  await expect(app.alert).toBeHidden();
});

test('a second question sends back what the first one found', async ({ app, chat }) => {
  await chat.use({ ...TIME_TRAVEL, name: 'with-memory' });
  await chat.clock.setSpeed(0);
  await app.ask('Time travel?');
  await expect(app.turn('Time travel?')).toHaveAttribute('aria-busy', 'false');
  await app.ask('And which is shorter?');
  await expect(app.turn('And which is shorter?')).toHaveAttribute('aria-busy', 'false');

  const [first, second] = await chat.requests();
  expect(rolesOf(first?.request.body)).toEqual(['user']);
  expect(rolesOf(second?.request.body)).toEqual(['user', 'assistant', 'tool', 'assistant', 'user']);
  expect(second?.request.body).toMatchObject({
    messages: [
      { content: 'Time travel?' },
      { tool_calls: [{ function: { name: '_meiliSearchInIndex' } }] },
      { content: expect.stringContaining('Primer') },
      { content: '**Primer** is the cleverer one.' },
      { content: 'And which is shorter?' },
    ],
  });
});

function rolesOf(body: unknown): string[] {
  return (body as { messages: { role: string }[] }).messages.map(({ role }) => role);
}
