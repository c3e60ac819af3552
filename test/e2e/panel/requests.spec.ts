import { chat, clipboard, expect, row, test } from './panel.ts';

test('requests show up as they come, with how they went', async ({ panel, mock }) => {
  await expect(panel.getByRole('heading', { name: 'No request yet' })).toBeVisible();
  const held = chat(mock, 'wait', { scenario: 'gated' });
  await expect(row(panel, 1)).toContainText('held');
  await chat(mock, 'A film, please');
  await expect(row(panel, 2)).toContainText('200');
  await expect(row(panel, 2)).toContainText('found');
  await expect(row(panel, 2)).toContainText('A film, please');
  await expect(row(panel, 2)).toContainText(/first frame after \d+ ms, \d+ frames, 1 search, done/);
  await mock.hold('gate').release();
  await held;
  await expect(row(panel, 1)).toContainText('200');
  await chat(mock, 'x', { scenario: 'broken' });
  await expect(row(panel, 3)).toContainText('reset');
  await chat(mock, 'x', { scenario: 'refused' });
  await expect(row(panel, 4)).toContainText('403');
});

test('a client that leaves is seen', async ({ panel, mock }) => {
  const client = new AbortController();
  const left = fetch(`${mock.url}/chats/slow/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    body: '{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}',
    signal: client.signal,
  }).then((response) => response.text());
  await expect(row(panel, 1)).toContainText('open');
  client.abort();
  await expect(left).rejects.toThrow();
  await expect(row(panel, 1)).toContainText('left');
});

test('a request says why it got its answer', async ({ panel, mock }) => {
  await chat(mock, 'A film, please');
  await row(panel, 1).getByRole('link').click();
  const details = panel.getByRole('region', { name: 'Request 1' });
  await expect(details).toContainText('Answered by found');
  await expect(details).toContainText('Its match: block holds for this request');
  await expect(details).toContainText('message: /film/i');
});

test('a request that no scenario is for says what kept the nearest, and what would match', async ({
  panel,
  mock,
}) => {
  await chat(mock, 'Music?');
  await row(panel, 1).getByRole('link').click();
  const details = panel.getByRole('region', { name: 'Request 1' });
  await expect(details).toContainText('message "Music?" does not match /film/i');
  await details.getByRole('button', { name: 'Copy the match block' }).click();
  expect(await clipboard(panel)).toBe('match:\n  workspace: movies\n  message: Music?');
});

test('a wrong base URL is listed, with the right one to copy', async ({ panel, mock }) => {
  await fetch(`${mock.url}/v1/chat/completions`, { method: 'POST', body: '{}' });
  await expect(row(panel, 1)).toContainText('no such route');
  await row(panel, 1).getByRole('link').click();
  await expect(panel.getByRole('heading', { name: 'Nothing is at /v1/chat/completions' })).toBeVisible();
  await panel.getByRole('button', { name: 'Copy the base URL' }).click();
  expect(await clipboard(panel)).toBe(`${mock.url}/chats/movies`);
});

test('a link leads to one frame, and the arrows to the others', async ({ panel, mock }) => {
  await chat(mock, 'A film, please');
  await panel.goto(`${mock.url}/__mock/#/requests/1/frames/3`);
  const json = panel.getByRole('region', { name: 'Frame 3' });
  await expect(json).toContainText('_meiliSearchSources');
  await panel.getByRole('listbox', { name: 'Frames' }).press('ArrowDown');
  await expect(panel).toHaveURL(/#\/requests\/1\/frames\/4$/);
  await expect(panel.getByRole('region', { name: 'Frame 4' })).toBeVisible();
  await panel.getByRole('listbox', { name: 'Frames' }).press('Home');
  await expect(panel.getByRole('option', { selected: true })).toContainText('progress');
  // The pointer on the timeline finds frames, too.
  await panel.locator('.frames-track').hover({ position: { x: 300, y: 15 } });
  await expect(panel.getByRole('option', { selected: true })).not.toContainText('progress');
});

test('the stream as it was on the wire, the body, and what breaks the document', async ({ panel, mock }) => {
  await chat(mock, 'A film, please', { body: { temperature: 'hot' } });
  await panel.goto(`${mock.url}/__mock/#/requests/1/request`);
  const details = panel.getByRole('region', { name: 'Request 1' });
  await expect(details.getByText('request.body.temperature')).toBeVisible();
  await expect(details.getByRole('region', { name: 'Body of the request' })).toContainText(
    '"temperature": "hot"',
  );
  await expect(details).toContainText('Bearer [redacted]');
  await panel.keyboard.press('Escape');
  await chat(mock, 'A film, please');
  await panel.goto(`${mock.url}/__mock/#/requests/2/raw`);
  await expect(panel.getByRole('region', { name: 'The stream' })).toContainText('data: [DONE]');
});

test('requests are found by their words, and forgotten', async ({ panel, mock }) => {
  await chat(mock, 'A film, please');
  await chat(mock, 'Music?');
  await panel.getByRole('searchbox', { name: 'Find a request' }).fill('music');
  await expect(panel.getByRole('listitem').filter({ hasText: '#' })).toHaveCount(1);
  await panel.getByRole('button', { name: 'Forget the requests' }).click();
  await expect(panel.getByRole('listitem').filter({ hasText: '#' })).toHaveCount(0);
});
