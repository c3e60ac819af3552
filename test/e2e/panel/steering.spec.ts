import { chat, clipboard, expect, row, test } from './panel.ts';

test('a stream is held at the sources and stepped to its end, and the lines of code are taken home', async ({
  panel,
  mock,
}) => {
  await panel.getByRole('button', { name: 'Stop at' }).click();
  await panel.getByRole('combobox', { name: 'Stop at' }).fill('sources');
  await panel.keyboard.press('Enter');
  await expect(panel.getByText('Will stop at sources')).toBeVisible();
  const line = panel.getByTestId('line');
  await expect(line).toHaveText("await chat.clock.pauseAt('sources');");
  const answer = chat(mock, 'A film, please');
  await expect(panel.getByText('Time stands')).toBeVisible();
  const { streams } = await mock.clock.state();
  expect(streams[0]?.next).toBe('sources of "search"');
  const step = panel.getByRole('button', { name: 'Step', exact: true });
  const before = streams[0]?.sent ?? 0;
  await step.click();
  await expect.poll(async () => (await mock.clock.state()).streams[0]?.sent).toBe(before + 1);
  await expect(line).toHaveText('await chat.clock.next();');
  for (let steps = 0; (await mock.clock.state()).streams.length > 0 && steps < 30; steps++) {
    const sent = (await mock.clock.state()).streams[0]?.sent;
    await step.click();
    await expect.poll(async () => (await mock.clock.state()).streams[0]?.sent).not.toBe(sent);
  }
  expect(await answer).toContain('[DONE]');
  await expect(row(panel, 1)).toContainText('200');
  await panel.getByRole('button', { name: 'Copy this line' }).click();
  expect(await clipboard(panel)).toBe('await chat.clock.next();');
  await panel.getByRole('button', { name: /What I did/ }).click();
  await panel.getByRole('button', { name: 'Copy all lines' }).click();
  expect(await clipboard(panel)).toMatch(
    /^await chat\.clock\.pauseAt\('sources'\);\nawait chat\.clock\.next\(\);\n/,
  );
});

test('the next request fails with a 503, and only that one', async ({ panel, mock }) => {
  await panel.getByRole('button', { name: 'Fail the next request' }).click();
  await panel.getByRole('combobox', { name: 'Fail the next request' }).fill('503');
  await expect(panel.getByRole('option').first()).toContainText('too_many_search_requests');
  await panel.keyboard.press('Enter');
  await expect(panel.getByText('The next request fails with too_many_search_requests.')).toBeVisible();
  const code =
    "await chat.use({ name: 'too_many_search_requests', error: 'too_many_search_requests' }, { times: 1 });";
  await expect(panel.getByTestId('line')).toHaveText(code);
  await expect(panel.getByText('Answers now: too_many_search_requests')).toBeVisible();
  expect(await chat(mock, 'A film')).toContain('too_many_search_requests');
  await expect(panel.getByText('Answers now:')).toHaveCount(0);
  expect(await chat(mock, 'A film')).toContain('[DONE]');
  await expect(row(panel, 1)).toContainText('503');
  await expect(row(panel, 2)).toContainText('200');
});

test('the next stream ends with a fault', async ({ panel, mock }) => {
  await panel.getByRole('button', { name: 'Fail the next request' }).click();
  await panel.getByRole('combobox', { name: 'Fail the next request' }).fill('fault truncate');
  await panel.keyboard.press('Enter');
  await expect(panel.getByTestId('line')).toHaveText("await chat.fault({ fault: 'truncate' });");
  await chat(mock, 'A film');
  await expect(row(panel, 1)).toContainText('truncate');
});

test('the line in curl does the same when it is run', async ({ panel, mock }) => {
  await panel.getByRole('button', { name: 'curl' }).click();
  await panel.getByRole('button', { name: 'Pause' }).hover();
  await expect(panel.getByTestId('line')).toHaveText(`curl -X POST ${mock.url}/__mock/clock/pause`);
  await panel.getByRole('button', { name: 'Speed' }).click();
  await panel.getByRole('combobox', { name: 'Speed' }).fill('5');
  await panel.keyboard.press('Enter');
  await expect(panel.getByTestId('line')).toHaveText(
    `curl -X POST ${mock.url}/__mock/clock/speed -d '{"speed":5}'`,
  );
  expect((await mock.clock.state()).speed).toBe(5);
  await expect(panel.getByRole('button', { name: 'Speed' })).toContainText('5×');
});

test('holds are released, streams dropped and failed, and the session is reset', async ({ panel, mock }) => {
  const held = chat(mock, 'x', { scenario: 'gated' });
  await panel.getByRole('button', { name: 'Release gate' }).click();
  expect(await held).toContain('After');
  const dropped = chat(mock, 'x', { scenario: 'slow' });
  await expect(row(panel, 2)).toContainText('open');
  await panel.getByRole('button', { name: 'Drop' }).click();
  await dropped;
  await expect(row(panel, 2)).toContainText('reset');
  const failed = chat(mock, 'x', { scenario: 'slow' });
  await expect(row(panel, 3)).toContainText('open');
  await panel.getByRole('button', { name: 'Fail the open streams' }).click();
  await panel.getByRole('combobox', { name: 'Fail the open streams' }).fill('internal');
  await panel.keyboard.press('Enter');
  expect(await failed).toContain('"code":"500"');
  await panel.getByRole('button', { name: 'Reset' }).click();
  await expect(panel.getByRole('heading', { name: 'No request yet' })).toBeVisible();
});

test('it runs to the next step', async ({ panel, mock }) => {
  await mock.clock.pauseAt('progress');
  const answer = chat(mock, 'A film, please');
  await mock.clock.paused();
  await panel.getByRole('button', { name: 'To append' }).click();
  await expect.poll(async () => (await mock.clock.state()).streams[0]?.next).toBe('append of "search"');
  await expect(panel.getByTestId('line')).toHaveText("await chat.clock.pauseAt('append');");
  await panel.getByRole('button', { name: 'To sources' }).click();
  await expect.poll(async () => (await mock.clock.state()).streams[0]?.next).toBe('sources of "search"');
  await panel.getByRole('button', { name: 'Resume' }).click();
  expect(await answer).toContain('[DONE]');
});

test('a control that can do nothing now says why', async ({ panel }) => {
  const step = panel.getByRole('button', { name: 'Step', exact: true });
  await expect(step).toHaveAttribute('aria-disabled', 'true');
  await step.press('Enter');
  await expect(panel.getByText('Step: pause first.')).toBeVisible();
});

test('each session is steered by itself, and a new one shows up with its name', async ({ panel, mock }) => {
  const open = chat(mock, 'x', { scenario: 'gated', session: 'a-test-of-mine' });
  await expect(panel.getByTitle('1 other session with open streams')).toBeVisible();
  await expect(panel.getByRole('heading', { name: 'No request yet' })).toBeVisible();
  await panel.getByRole('button', { name: 'Session' }).click();
  await panel.getByRole('option', { name: /a-test-of-mine/ }).click();
  await expect(row(panel, 1)).toContainText('held');
  await panel.getByRole('button', { name: 'Release gate' }).click();
  expect(await open).toContain('After');
  await panel.goto(`${mock.url}/@a-test-of-mine/__mock/`);
  await expect(row(panel, 1)).toContainText('200');
});
