import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chat, clipboard, expect, row, test } from './panel.ts';

test('a stream is held at the sources and stepped to its end, and the lines of code are taken home', async ({
  panel,
  mock,
}) => {
  await panel.getByRole('button', { name: 'Pause before' }).click();
  await panel.getByRole('combobox', { name: 'Pause before' }).fill('sources');
  await panel.keyboard.press('Enter');
  await expect(panel.getByText('Will pause before sources')).toBeVisible();
  const line = panel.getByTestId('line');
  await expect(line).toHaveText("await chat.clock.pauseAt('sources');");
  const answer = chat(mock, 'A film, please');
  await expect(panel.getByText('Paused before sources')).toBeVisible();
  const { streams } = await mock.clock.state();
  expect(streams[0]?.next).toBe('sources of "search"');
  const step = panel.getByRole('button', { name: 'Next frame' });
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
    /^await chat\.clock\.pauseAt\('sources'\);\nawait chat\.clock\.next\(\d+\);$/,
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
  await expect(panel.getByText('Next request only: 503 too_many_search_requests')).toBeVisible();
  expect(await chat(mock, 'A film')).toContain('too_many_search_requests');
  await expect(panel.getByText('Next request only:')).toHaveCount(0);
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
  await panel.getByRole('button', { name: 'Pause', exact: true }).hover();
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

test('a list that opens does not undo what is typed at once', async ({ panel }) => {
  const line = panel.getByTestId('line');
  // Faster than any hand: all of it before the next frame is drawn.
  await panel.getByRole('button', { name: 'Speed' }).evaluate(async (button: HTMLElement) => {
    const rendered = () => Promise.resolve().then(() => undefined);
    button.click();
    await rendered();
    const input = (button.getRootNode() as ShadowRoot).querySelector<HTMLInputElement>('[role=combobox]');
    if (input === null) throw new Error('The list has not opened.');
    input.value = '5';
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await rendered();
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
  });
  await expect(line).toHaveText('await chat.clock.setSpeed(5);');
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

test('it runs to the next step, also from the middle of one', async ({ panel, mock }) => {
  await mock.clock.pauseAt('progress');
  const answer = chat(mock, 'A film, please');
  await mock.clock.paused();
  await panel.getByRole('button', { name: 'Run to next step answer' }).click();
  await expect.poll(async () => (await mock.clock.state()).streams[0]?.next).toBe('role of "answer"');
  await expect(panel.getByTestId('line')).toHaveText("await chat.clock.pauseAt('answer');");
  await panel.getByRole('button', { name: 'Next frame' }).click();
  await expect(panel.getByRole('button', { name: 'Run to next step the last chunk' })).toBeVisible();
  await panel.getByRole('button', { name: 'Resume' }).click();
  expect(await answer).toContain('[DONE]');
});

test('the next step is named whole, and by its kind where it has no id', async ({ panel, mock, folder }) => {
  const id = 'a-name-of-some-length';
  writeFileSync(
    join(folder, 'steps.yaml'),
    `name: steps\nreply:\n  - search: { index: movies, q: space, documents: [ { id: 1 } ] }\n  - text: One two\n  - text: Three\n    id: ${id}\n`,
  );
  const names = async () => (await fetch(`${mock.url}/__mock/scenarios`)).text();
  await expect.poll(names).toContain('"steps"');
  await mock.clock.pauseAt('progress');
  const answer = chat(mock, 'x', { scenario: 'steps' });
  const next = panel.getByRole('button', { name: 'Run to next step' });
  for (const name of ['text', id]) {
    await expect(next).toHaveAccessibleName(`Run to next step ${name}`);
    const whole = (element: Element) =>
      element.scrollWidth <= element.clientWidth && element.scrollHeight <= element.clientHeight;
    expect(await next.getByText(name, { exact: true }).evaluate(whole)).toBe(true);
    await next.click();
    await expect(panel.getByTestId('line')).toHaveText(`await chat.clock.pauseAt('${name}');`);
  }
  await mock.clock.resume();
  await answer;
});

test('a control that can do nothing now says why', async ({ panel }) => {
  const step = panel.getByRole('button', { name: 'Next frame' });
  await expect(step).toHaveAttribute('aria-disabled', 'true');
  await step.press('Enter');
  await expect(panel.getByText('No stream is open.')).toBeVisible();
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

test('the status says where time stands, and screen readers hear it', async ({ panel, mock }) => {
  const [status, heard] = [panel.getByTestId('status'), panel.getByTestId('heard')];
  await expect(status).toHaveText('Idle');
  await mock.clock.pauseAt('sources');
  await expect(status).toHaveText('Will pause before sources');
  const answer = chat(mock, 'A film, please');
  await expect(status).toContainText('Paused before sources · request #1, before frame 3');
  await expect(heard).toHaveText('Stopped before sources');
  await status.getByRole('link').click();
  await expect(panel.getByRole('region', { name: 'Request 1' })).toBeVisible();
  await expect(panel.getByRole('listbox', { name: 'Frames' })).toBeVisible();
  await panel.getByRole('button', { name: 'Next frame' }).click();
  await expect(heard).toHaveText('Frame 3: sources');
  await panel.getByRole('button', { name: 'Run to next step' }).click();
  await expect(heard).toHaveText(/^Stopped before (?!sources)/);
  await panel.getByRole('button', { name: 'Resume' }).click();
  await answer;
  await expect(status).toHaveText('Idle');
});

test('a pause without a stream says what it does, and so does the way out', async ({ panel, mock }) => {
  const status = panel.getByTestId('status');
  await panel.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(status).toHaveText('Paused: the next request will wait');
  await expect(panel.getByRole('button', { name: 'Resume' })).toHaveClass(/strong/);
  await panel.getByRole('button', { name: 'Resume' }).click();
  await expect(status).toHaveText('Idle');
  await mock.clock.pauseAt(3);
  await expect(status).toHaveText('Will pause after 3 frames');
  await panel.getByRole('button', { name: "Don't pause" }).click();
  await expect(status).toHaveText('Idle');
  expect((await mock.clock.state()).pausingAt).toBeUndefined();
});

test('every control shows its own line, and what is left shows none', async ({ panel, mock }) => {
  const line = panel.getByTestId('line');
  const usual = {
    'Pause before': "await chat.clock.pauseAt('sources');",
    'Fail the next request':
      "await chat.use({ name: 'too_many_search_requests', error: 'too_many_search_requests' }, { times: 1 });",
    'Fail the open streams': "await chat.fail('internal');",
    Speed: 'await chat.clock.setSpeed(0);',
    Drop: 'await chat.drop();',
  };
  for (const [name, code] of Object.entries(usual)) {
    await panel.getByRole('button', { name }).hover();
    await expect(line).toHaveText(code);
  }
  await panel.getByRole('button', { name: 'Reset' }).hover();
  await expect(panel.getByText('clears the list of requests, too')).toBeVisible();
  // Away from the bar, the hint comes back.
  await panel.mouse.move(600, 600);
  await expect(panel.getByText('Point at a control, or tab to it')).toBeVisible();
  await mock.use('found');
  await panel.reload();
  await panel.getByRole('button', { name: 'Back to matching' }).focus();
  await expect(line).toHaveText('await chat.useMatching();');
  await panel.getByRole('button', { name: 'Pause before' }).click();
  await panel.keyboard.type('done');
  await expect(line).toHaveText("await chat.clock.pauseAt('done');");
  const covered = await panel.getByRole('listbox', { name: 'Pause before' }).boundingBox();
  const shown = await line.boundingBox();
  expect((shown?.y ?? 0) + (shown?.height ?? 0)).toBeLessThan(covered?.y ?? 0);
  await panel.keyboard.press('Escape');
  await expect(line).toHaveCount(0);
  await panel.getByRole('button', { name: 'Fail the next request' }).click();
  await panel.keyboard.type('no error is called so');
  await expect(line).toHaveCount(0);
  await expect(panel.getByText('Point at a control')).toHaveCount(0);
});

test('the controls stay where they are, whatever comes next', async ({ panel, mock }) => {
  const places = () =>
    Promise.all(
      ['Pause before', 'Release', 'Reset'].map(
        async (name) => (await panel.getByRole('button', { name }).boundingBox())?.x,
      ),
    );
  const before = await places();
  await mock.clock.pauseAt('sources');
  expect(await places()).toEqual(before);
  const answer = chat(mock, 'A film, please');
  await expect(panel.getByRole('button', { name: 'Run to next step' })).toContainText('answer');
  expect(await places()).toEqual(before);
  await mock.clock.pauseAt('finish');
  await expect(panel.getByTestId('status')).toContainText('Paused before the last chunk');
  await expect(panel.getByRole('button', { name: 'Run to next step' })).toContainText('[DONE]');
  await mock.clock.resume();
  await answer;
});

test('what the next requests get is shown, and taken back', async ({ panel, mock }) => {
  await panel.getByRole('button', { name: 'Fail the next request' }).click();
  await panel.keyboard.type('truncate');
  await panel.keyboard.press('Enter');
  await expect(panel.getByText('Next request only: truncate')).toBeVisible();
  await chat(mock, 'A film');
  await expect(panel.getByText('Next request only:')).toHaveCount(0);
  await panel.goto(`${mock.url}/__mock/#/scenarios`);
  await panel.getByRole('button', { name: 'Use found' }).click();
  await expect(panel.getByText('Every request: found')).toBeVisible();
  await panel.getByRole('button', { name: 'Back to matching' }).click();
  await expect(panel.getByText('Back to matching.')).toBeVisible();
  await expect(panel.getByText('found answers from now on.')).toHaveCount(0);
  await expect(panel.getByText('Every request:')).toHaveCount(0);
});

test('after a choice the keys are at the open stream, and Enter goes to its frames', async ({
  panel,
  mock,
}) => {
  await mock.clock.pauseAt('append');
  const answer = chat(mock, 'A film, please');
  await expect(panel.getByTestId('status')).toContainText('Paused before append');
  await panel.keyboard.press('s');
  await panel.keyboard.type('sources');
  await panel.keyboard.press('Enter');
  await expect(row(panel, 1).getByRole('link')).toBeFocused();
  await expect(panel.getByTestId('status')).toContainText('Paused before sources');
  await panel.keyboard.press('Enter');
  await expect(panel.getByRole('listbox', { name: 'Frames' })).toBeFocused();
  // The step that it is in already: the clock stops again at once, and the panel says why.
  await panel.keyboard.press('s');
  await panel.keyboard.type('search');
  await panel.keyboard.press('Enter');
  await expect(panel.getByText('Already in the step search.')).toBeVisible();
  await panel.keyboard.press('p');
  await answer;
});

test('a stop that was awaited takes the keys to its request, unless they went elsewhere', async ({
  panel,
  mock,
}) => {
  const menu = panel.getByRole('button', { name: 'Pause before' });
  const arm = async () => {
    await panel.keyboard.press('s');
    await panel.keyboard.type('sources');
    await panel.keyboard.press('Enter');
    await expect(panel.getByTestId('status')).toHaveText('Will pause before sources');
    await expect(menu).toBeFocused();
  };
  await arm();
  const first = chat(mock, 'A film, please');
  await expect(row(panel, 1).getByRole('link')).toBeFocused();
  await panel.keyboard.press('Enter');
  await expect(panel.getByRole('listbox', { name: 'Frames' })).toBeFocused();
  await panel.keyboard.press('p');
  await first;
  await expect(panel.getByTestId('status')).toHaveText('Idle');
  await arm();
  const speed = panel.getByRole('button', { name: 'Speed' });
  await speed.focus();
  const second = chat(mock, 'A film, please');
  await expect(panel.getByTestId('status')).toContainText('request #2');
  await expect(row(panel, 2)).toContainText('found');
  await expect(speed).toBeFocused();
  await panel.keyboard.press('p');
  await second;
});

test('the name of a row says how far its stream is', async ({ panel, mock }) => {
  await mock.clock.pauseAt(0);
  const answer = chat(mock, 'A film, please');
  await mock.clock.paused();
  await expect(row(panel, 1)).toContainText('no frame yet');
  await mock.clock.next(2);
  await expect(row(panel, 1).getByRole('link', { name: /2 frames, open$/ })).toBeVisible();
  await mock.clock.resume();
  await answer;
});
