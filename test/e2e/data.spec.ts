import { expect, test } from './test.ts';

// As `npm run example` has it: no scenario is for what is asked, and the data of the example answers.
test.use({ chatScenarios: [], chatServerOptions: { data: 'examples/data', speed: 0 } });

const SUGGESTIONS = [
  { asked: 'Recommend a film about time travel', found: ['12 Monkeys', 'Looper'], said: '“time travel”' },
  { asked: 'Which thrillers came out after 2000?', found: ['Zodiac', 'Gone Girl'], said: 'after 2000' },
  { asked: 'Something light for a family evening', found: ['Paddington 2'], said: '“light family evening”' },
  { asked: 'Compare Primer and Looper in a table', found: ['Primer', 'Looper'], said: 'side by side' },
];

test('each suggestion of the app gets an answer to its question, with its sources', async ({ app }) => {
  for (const { asked, found, said } of SUGGESTIONS) {
    await app.open();
    const suggestions = app.page.getByRole('list', { name: 'Suggestions' });
    await suggestions.getByRole('button', { name: asked }).click();
    const turn = app.turn(asked);
    await expect(turn).not.toHaveAttribute('aria-busy', 'true');
    await expect(turn.locator('.markdown')).toContainText(said);
    for (const title of found) {
      await expect(turn.locator('.markdown').getByText(title).first()).toBeVisible();
      await expect(app.sources.getByText(title, { exact: true })).toBeAttached();
    }
  }
});

test('the comparison is a table', async ({ app }) => {
  await app.ask('Compare Primer and Looper in a table');
  const rows = app.log.getByRole('table').getByRole('row');
  await expect(rows).toHaveText([
    /^MovieYearDirector/,
    /^Primer2004Shane Carruth/,
    /^Looper2012Rian Johnson/,
  ]);
});
