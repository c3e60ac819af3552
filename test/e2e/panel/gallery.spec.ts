import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chat, expect, test } from './panel.ts';

test.beforeEach(({ panel }) => panel.getByRole('link', { name: 'Scenarios' }).click());

const card = (panel: import('@playwright/test').Page, name: string) =>
  panel.getByRole('article', { name, exact: true });

test('every scenario is there, with what it shows and when it is chosen', async ({ panel }) => {
  await expect(panel.getByRole('article')).toHaveCount(5);
  await expect(card(panel, 'found')).toContainText('One search, and what it found.');
  await expect(card(panel, 'found')).toContainText('message: /film/i');
  await expect(card(panel, 'found')).toContainText('search');
  await expect(card(panel, 'gated')).toContainText('hold');
  await expect(card(panel, 'refused')).toContainText('403');
  await expect(card(panel, 'broken')).toContainText('reset');
  await expect(card(panel, 'slow')).toContainText('7.00 s');
});

test('the drawing of a timeline has something in it', async ({ panel }) => {
  const canvas = card(panel, 'found').locator('canvas');
  await expect(canvas).toBeVisible();
  const colours = await canvas.evaluate((element: HTMLCanvasElement) => {
    const pixels = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? [];
    const seen = new Set<string>();
    for (let at = 0; at < pixels.length; at += 4)
      if (pixels[at + 3] === 255) seen.add(`${pixels[at]},${pixels[at + 1]},${pixels[at + 2]}`);
    return [...seen];
  });
  // Tokens, sources, the end.
  expect(colours).toEqual(expect.arrayContaining(['79,70,229', '13,148,136', '23,145,76']));
});

test('a description has two lines, its code as code, and how to ask for it in a line of its own', async ({
  panel,
  folder,
}) => {
  writeFileSync(
    join(folder, 'more.yaml'),
    'name: more\ndescription: |\n  Ends with `length`.\n  Ask for it with a message that says `more`.\nmatch: { message: more }\nreply: [ { text: Hi } ]\n',
  );
  await expect(
    card(panel, 'more').getByText('Ask for it with a message that says more.', { exact: true }),
  ).toBeVisible();
  await expect(card(panel, 'more').locator('code').first()).toHaveText('length');
  await expect(card(panel, 'more').locator('.card-how code')).toHaveText('more');
});

test('search finds by name, description and match', async ({ panel }) => {
  const find = panel.getByRole('searchbox', { name: 'Find a scenario' });
  await find.fill('film');
  await expect(panel.getByRole('article')).toHaveCount(1);
  await find.fill('token a second');
  await expect(card(panel, 'slow')).toBeVisible();
  await find.fill('nothing of that kind');
  await expect(panel.getByText('No scenario has “nothing of that kind” in it.')).toBeVisible();
});

test('one click makes a scenario answer, another goes back to matching', async ({ panel, mock }) => {
  await panel.getByRole('button', { name: 'Use refused' }).click();
  await expect(panel.getByTestId('line')).toHaveText("await chat.use('refused');");
  await expect(card(panel, 'refused')).toContainText('answers');
  expect(await chat(mock, 'A film')).toContain('invalid_api_key');
  await panel.getByRole('button', { name: 'Back to matching' }).click();
  await expect(panel.getByText('Each request gets the scenario that matches it.')).toBeVisible();
  expect(await chat(mock, 'A film')).toContain('[DONE]');
});

test('another click plays it', async ({ panel }) => {
  await panel.getByRole('link', { name: 'Try found' }).click();
  // What is sent is in the field: nothing is sent that is only a hint.
  await expect(panel.getByRole('textbox', { name: 'Message', exact: true })).toHaveValue(
    'Recommend me a film about space',
  );
  await panel.getByRole('button', { name: 'Send' }).click();
  await expect(panel.getByText('Watch Contact tonight, or not.')).toBeVisible();
});

test('mistakes of the files show up as they are saved, with their place and a link to the editor', async ({
  panel,
  folder,
}) => {
  const file = join(folder, 'wrong.yaml');
  writeFileSync(file, 'name: wrong\nreply:\n  - txet: Hello\n');
  const problems = panel.getByRole('region', { name: 'Problems of the scenario files' });
  await expect(problems).toContainText('wrong.yaml:3:5');
  await expect(problems).toContainText('txet');
  await expect(problems.getByRole('link')).toHaveAttribute('href', `vscode://file${file}:3:5`);
  await expect(panel.getByRole('link', { name: /Scenarios/ })).toContainText('1');
  writeFileSync(file, 'name: mended\nreply:\n  - text: Hello\n');
  await expect(card(panel, 'mended')).toBeVisible();
  await expect(problems).toHaveCount(0);
});
