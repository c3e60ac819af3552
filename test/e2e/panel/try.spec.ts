import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './panel.ts';

test.beforeEach(({ panel }) => panel.getByRole('link', { name: 'Try it' }).click());

const MARKDOWN = [
  '# Films',
  '',
  'See **Contact**, *Solaris* and `Moon`: [more](https://example.org/films).',
  '',
  '1. One',
  '2. Two',
  '   - inside',
  '',
  '| Film | Year |',
  '|---|---|',
  '| Contact | 1997 |',
  '',
  '```js',
  'const film = 1;',
  '```',
  '',
  '> Quoted',
  '',
  '<img src=x onerror="document.title=1"> ![shown](https://example.org/x.png) [bad](javascript:alert(1))',
].join('\n');

test('an answer is rendered as it streams: searches, text, sources', async ({ panel, mock }) => {
  await mock.clock.pauseAt('sources');
  await panel.getByRole('textbox', { name: 'Message', exact: true }).fill('A film, please');
  await panel.keyboard.press('Enter');
  await expect(panel.getByText('Searching movies for “space”')).toBeVisible();
  await mock.clock.next();
  await expect(panel.getByRole('list', { name: 'Sources' })).toContainText('Contact');
  await expect(panel.getByText('Searched movies for “space” · 1 source')).toBeVisible();
  await mock.clock.pauseAt('finish');
  await mock.clock.paused();
  await expect(panel.locator('.answered strong').getByText('Contact')).toHaveCount(2);
  await mock.clock.resume();
  await expect(panel.getByText('finish: stop')).toBeVisible();
  await panel.getByRole('link', { name: 'Why this answer' }).click();
  await expect(panel.getByText('Answered by found')).toBeVisible();
});

test('Markdown is elements, and nothing of it is HTML', async ({ panel, mock }) => {
  await mock.use({ name: 'markdown', pace: { ttft: 0, tps: 0 }, reply: [{ text: MARKDOWN }] });
  await panel.getByRole('textbox', { name: 'Message', exact: true }).fill('Films?');
  await panel.getByRole('button', { name: 'Send' }).click();
  const answer = panel.locator('.markdown');
  await expect(answer.getByRole('heading', { name: 'Films' })).toBeVisible();
  await expect(answer.locator('strong')).toHaveText('Contact');
  await expect(answer.locator('em')).toHaveText('Solaris');
  await expect(answer.getByRole('link', { name: 'more' })).toHaveAttribute(
    'href',
    'https://example.org/films',
  );
  await expect(answer.locator('ol > li')).toHaveCount(2);
  await expect(answer.locator('ol ul > li')).toHaveText('inside');
  await expect(answer.getByRole('cell', { name: '1997' })).toBeVisible();
  await expect(answer.locator('pre')).toHaveText('const film = 1;');
  await expect(answer.locator('blockquote')).toHaveText('Quoted');
  await expect(answer.getByText('<img src=x onerror="document.title=1">')).toBeVisible();
  await expect(answer.locator('img')).toHaveCount(0);
  await expect(answer.getByRole('link', { name: 'bad' })).toHaveCount(0);
});

test('what is asked has the model, tools, profile and messages that are chosen', async ({ panel, mock }) => {
  const settings = panel.getByRole('complementary', { name: 'Settings of the request' });
  await settings.getByRole('textbox', { name: 'Model' }).fill('gpt-5');
  await settings.getByRole('textbox', { name: 'System message' }).fill('Be brief.');
  await settings.getByRole('checkbox', { name: '_meiliSearchSources' }).uncheck();
  await settings.getByRole('checkbox', { name: 'Stream the answer' }).uncheck();
  await settings.getByRole('combobox', { name: 'Profile' }).selectOption('server');
  await panel.getByRole('textbox', { name: 'Message', exact: true }).fill('A film');
  await panel.getByRole('button', { name: 'Send' }).click();
  await expect(panel.getByText(/unimplemented_non_streaming_chat_completions/)).toBeVisible();
  const last = await mock.lastRequest();
  expect(last?.request.body).toMatchObject({
    model: 'gpt-5',
    stream: false,
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'A film' },
    ],
    tools: [
      { function: { name: '_meiliSearchProgress' } },
      { function: { name: '_meiliAppendConversationMessage' } },
    ],
  });
  await settings.getByRole('combobox', { name: 'Profile' }).selectOption('spec');
  await panel.getByRole('textbox', { name: 'Message', exact: true }).fill('And another film');
  await panel.getByRole('button', { name: 'Send' }).click();
  await expect(panel.getByText('Watch Contact tonight, or not.')).toBeVisible();
});

test('an answer can be stopped', async ({ panel, mock }) => {
  await mock.use('gated');
  await panel.getByRole('textbox', { name: 'Message', exact: true }).fill('Wait');
  await panel.getByRole('button', { name: 'Send' }).click();
  await expect(panel.getByRole('status', { name: 'The answer is coming' })).toBeVisible();
  await panel.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(panel.getByText('You have stopped it.')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Send' })).toBeVisible();
});

test('an exchange is saved as a scenario, and nothing is written over', async ({ panel, folder }) => {
  writeFileSync(join(folder, 'tell-me-of-a-film.yaml'), '# mine\n');
  await panel.getByRole('textbox', { name: 'Message', exact: true }).fill('Tell me of a film');
  await panel.getByRole('button', { name: 'Send' }).click();
  await panel.getByRole('button', { name: 'Save as a scenario' }).click();
  const text = panel.getByRole('textbox', { name: 'Text of the scenario' });
  await expect(text).toHaveValue(/name: tell-me-of-a-film/);
  await panel.getByRole('button', { name: 'Save as a new file' }).click();
  await expect(panel.getByText(/^Saved as .*tell-me-of-a-film-2\.yaml\.$/).first()).toBeVisible();
  expect(readdirSync(folder).sort()).toEqual([
    'all.yaml',
    'tell-me-of-a-film-2.yaml',
    'tell-me-of-a-film.yaml',
  ]);
  expect(readFileSync(join(folder, 'tell-me-of-a-film-2.yaml'), 'utf8')).toContain(
    'Watch **Contact** tonight',
  );
  await text.fill('name: x\nrepyl: []');
  await panel.getByRole('button', { name: 'Save as a new file' }).click();
  await expect(panel.getByRole('alert')).toContainText('repyl');
});

test('nothing is sent that was not written', async ({ panel, mock }) => {
  await expect(panel.getByRole('button', { name: 'Send' })).toBeDisabled();
  await panel.getByRole('textbox', { name: 'Message', exact: true }).press('Enter');
  await expect(panel.getByRole('heading', { name: 'Try a chat' })).toBeVisible();
  expect(await mock.requests()).toHaveLength(0);
});
