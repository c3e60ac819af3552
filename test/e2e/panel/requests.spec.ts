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
  await expect(row(panel, 1)).toContainText('client left');
  await expect(row(panel, 1)).toContainText('200');
});

test('a request says why it got its answer', async ({ panel, mock }) => {
  await chat(mock, 'A film, please');
  await row(panel, 1).getByRole('link').click();
  const details = panel.getByRole('region', { name: 'Request 1' });
  await expect(details).toContainText('Answered by found');
  await expect(details).toContainText('Its match: block held for this request');
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
  await panel.getByRole('button', { name: 'Clear list' }).click();
  await panel.getByRole('button', { name: 'Clear 2 requests?' }).click();
  await expect(panel.getByText('2 requests cleared.')).toBeVisible();
  await expect(panel.getByRole('listitem').filter({ hasText: '#' })).toHaveCount(0);
});

for (const width of [1280, 390]) {
  test(`a double-click on the cross of the details deletes nothing, ${width} pixels wide`, async ({
    panel,
    mock,
  }) => {
    await panel.setViewportSize({ width, height: 800 });
    for (const message of ['A film, please', 'Another film']) await chat(mock, message);
    await panel.goto(`${mock.url}/__mock/#/requests/1`);
    await panel.getByRole('link', { name: 'Close the details' }).dblclick();
    await expect(panel.getByRole('region', { name: 'Request 1' })).toHaveCount(0);
    await expect(panel.getByRole('button', { name: 'Clear list' })).toBeVisible();
    await expect(row(panel, 1)).toBeVisible();
    expect(await mock.requests()).toHaveLength(2);
  });
}

test('the list is cleared when it was asked for twice, by the keyboard, too', async ({ panel, mock }) => {
  await chat(mock, 'A film, please');
  const clear = panel.getByRole('button', { name: 'Clear list' });
  await clear.dblclick();
  await expect(panel.getByRole('button', { name: 'Clear 1 request?' })).toBeVisible();
  expect(await mock.requests()).toHaveLength(1);
  // Not asked any more: the next one is the first again.
  await expect(clear).toBeVisible();
  await clear.press('Enter');
  await panel.keyboard.press('Enter');
  await expect(panel.getByText('1 request cleared.')).toBeVisible();
  await expect(panel.getByTestId('line')).toHaveText('await chat.clearRequests();');
  expect(await mock.requests()).toHaveLength(0);
});

test('a stream that stands opens on its frames, and the newest is followed', async ({ panel, mock }) => {
  await mock.clock.pauseAt('sources');
  const answer = chat(mock, 'A film, please');
  await mock.clock.paused();
  await row(panel, 1).getByRole('link').click();
  const frames = panel.getByRole('listbox', { name: 'Frames' });
  const chosen = frames.getByRole('option', { selected: true });
  await expect(chosen).toContainText('append');
  await expect(frames).toContainText('next: sources, of the step “search”');
  await mock.clock.next();
  await expect(chosen).toContainText('sources');
  await expect(chosen).toBeInViewport();
  // One that was chosen by hand stays, until it is the newest again.
  await frames.press('ArrowUp');
  await expect(panel).toHaveURL(/#\/requests\/1\/frames\/2$/);
  await mock.clock.next(2);
  await expect(frames.getByRole('option', { name: /^5 / })).toBeVisible();
  await expect(chosen).toContainText('append');
  await frames.press('End');
  await expect(panel).toHaveURL(/#\/requests\/1\/frames$/);
  await mock.clock.pauseAt('done');
  await mock.clock.paused();
  await expect(chosen).toContainText('finish');
  await expect(chosen).toBeInViewport();
  await expect(frames).toContainText('next: [DONE]');
  await mock.clock.resume();
  await answer;
  await expect(chosen).toContainText('done');
});

test('a stream that waits before a hold says that it comes next', async ({ panel, mock }) => {
  await mock.clock.pauseAt('hold');
  const answer = chat(mock, 'x', { scenario: 'gated' });
  await mock.clock.paused();
  await expect(panel.getByTestId('status')).toContainText('Paused before hold gate');
  await mock.clock.resume();
  await mock.hold('gate').release();
  await answer;
});

test('badges say what they mean, and what answered has its name', async ({ panel, mock }) => {
  await chat(mock, 'Music?');
  await chat(mock, 'x', { scenario: 'broken' });
  await chat(mock, 'A film', { body: { temperature: 'hot' } });
  await expect(row(panel, 3)).toContainText('failed with 400');
  await expect(row(panel, 1).locator('em')).toHaveText('made-up answer');
  await expect(row(panel, 1).locator('.badge')).toHaveText(['200', 'no scenario']);
  const titles = await panel
    .locator('.row .badge')
    .evaluateAll((all) => all.map((one) => one.getAttribute('title')));
  expect(titles.length).toBeGreaterThan(4);
  expect(titles).not.toContain(null);
});

test('a request that failed looks so, and says that it was asked for', async ({ panel, mock }) => {
  await mock.use({ name: 'too_many_search_requests', error: 'too_many_search_requests' }, { times: 1 });
  await chat(mock, 'A film');
  await expect(row(panel, 1)).toContainText(/failed with 503 after \d+ ms/);
  const colours = await row(panel, 1)
    .locator('canvas')
    .evaluate((element: HTMLCanvasElement) => {
      const pixels = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? [];
      const seen = new Set<string>();
      for (let at = 0; at < pixels.length; at += 4)
        if (pixels[at + 3] === 255) seen.add(`${pixels[at]},${pixels[at + 1]},${pixels[at + 2]}`);
      return [...seen];
    });
  expect(colours).toContain('220,38,64');
  expect(colours).not.toContain('23,145,76');
  await row(panel, 1).getByRole('link').click();
  const details = panel.getByRole('region', { name: 'Request 1' });
  await expect(
    details.getByRole('heading', { name: 'Failed as asked: 503 too_many_search_requests' }),
  ).toBeVisible();
  await expect(details.getByRole('link', { name: 'too_many_search_requests' })).toHaveCount(0);
  await expect(details).toContainText('It was asked for');
});

test('the raw stream is all that was sent', async ({ panel, mock }) => {
  const text = await chat(mock, 'A film, please');
  await panel.goto(`${mock.url}/__mock/#/requests/1/raw`);
  const raw = panel.getByRole('region', { name: 'The stream' });
  await expect(raw).toContainText('[DONE]');
  expect(await raw.textContent()).toBe(text);
  expect(text).toMatch(/^retry: 10000\n\n/);
});

test('where no scenario matches, each says why, and one click makes it answer', async ({ panel, mock }) => {
  await chat(mock, 'Music?');
  await row(panel, 1).getByRole('link').click();
  const details = panel.getByRole('region', { name: 'Request 1' });
  await expect(details).toContainText('No scenario matches this message, so the mock made up an answer.');
  await expect(details).toContainText('Why the scenarios did not match');
  const use = details.getByRole('button', { name: 'Answer every request with this' });
  await use.hover();
  await expect(panel.getByTestId('line')).toHaveText("await chat.use('found');");
  await use.click();
  await expect(panel.getByText('Every request: found')).toBeVisible();
  await details.getByRole('button', { name: 'Save as a scenario' }).click();
  await expect(details.getByRole('textbox', { name: 'Text of the scenario' })).toBeFocused();
  await expect(details.getByRole('textbox', { name: 'Text of the scenario' })).toBeInViewport();
});

test('an answer that was asked for says what would have answered without it', async ({ panel, mock }) => {
  const refusal = { name: 'too_many_search_requests', error: 'too_many_search_requests' } as const;
  await mock.use(refusal, { times: 2 });
  await chat(mock, 'A film, please');
  await chat(mock, 'Music?');
  await panel.goto(`${mock.url}/__mock/#/requests/1`);
  await expect(
    panel.getByText('It was asked for with use(), here, in the terminal or in a test; without it: found.'),
  ).toBeVisible();
  await expect(
    panel.getByRole('region', { name: 'Request 1' }).getByRole('link', { name: 'found' }),
  ).toHaveAttribute('href', '#/scenarios/found');
  await panel.goto(`${mock.url}/__mock/#/requests/2`);
  await expect(panel.getByText('; without it, no scenario is for this message.')).toBeVisible();
  await mock.useMatching();
  await mock.fail({ status: 502 });
  await chat(mock, 'A film, please');
  await panel.goto(`${mock.url}/__mock/#/requests/3`);
  await expect(
    panel.getByText('It was asked for with fail(), here, in the terminal or in a test'),
  ).toBeVisible();
});
