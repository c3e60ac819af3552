import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { chat, clipboard, expect, test } from './panel.ts';

const line = (panel: Page) => panel.getByTestId('line');

/** Pauses before the results of a search, by the menu. */
async function pauseBeforeSources(panel: Page): Promise<void> {
  await panel.getByRole('button', { name: 'Pause before' }).click();
  await panel.keyboard.type('sources');
  await panel.keyboard.press('Enter');
  await expect(panel.getByTestId('status')).toHaveText('Will pause before sources');
}

/** From now on, time passes in the page when the test says so. */
async function holdTime(panel: Page): Promise<void> {
  await panel.clock.install();
  await panel.clock.pauseAt(Date.now() + 60_000);
}

/** Moves the pointer to a button, over all that is on its way. */
async function moveTo(panel: Page, name: string): Promise<void> {
  const box = await panel.getByRole('button', { name }).first().boundingBox();
  if (box === null) throw new Error(`There is no button ${name}.`);
  await panel.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 12 });
}

/** Time for what changed to be drawn. */
const DRAWN = 40;

test('the line of what was done stays on the way to its copy, and another control shows its own after a rest', async ({
  panel,
  mock,
}) => {
  await mock.clock.pauseAt(0);
  const answer = chat(mock, 'A film, please');
  await panel.getByRole('button', { name: 'Next frame' }).click();
  await expect(line(panel)).toHaveText('await chat.clock.next();');
  await expect(panel.getByText('Next frame: await chat.clock.next();')).toBeVisible();
  await holdTime(panel);
  await moveTo(panel, 'Run to next step');
  await panel.clock.runFor(399);
  await expect(line(panel)).toHaveText('await chat.clock.next();');
  await moveTo(panel, 'Copy this line');
  await panel.clock.runFor(1000);
  await panel.mouse.down();
  await panel.mouse.up();
  await panel.clock.runFor(DRAWN);
  expect(await clipboard(panel)).toBe('await chat.clock.next();');
  await moveTo(panel, 'Run to next step');
  await panel.clock.runFor(400 + DRAWN);
  await expect(line(panel)).toHaveText("await chat.clock.pauseAt('answer');");
  await expect(panel.getByText('Run to next step: await')).toBeVisible();
  // One that has no line.
  await moveTo(panel, 'Keyboard shortcuts');
  await panel.clock.runFor(DRAWN);
  await expect(line(panel)).toHaveText('await chat.clock.next();');
  await panel.getByRole('button', { name: 'Drop' }).focus();
  await panel.clock.runFor(DRAWN);
  await expect(line(panel)).toHaveText('await chat.drop();');
  await mock.clock.resume();
  await answer;
});

test('a control that was used does not show what it would do next, until the pointer comes back', async ({
  panel,
}) => {
  await panel.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(line(panel)).toHaveText('await chat.clock.pause();');
  await expect(panel.getByRole('button', { name: 'Resume' })).toBeVisible();
  await holdTime(panel);
  const box = await panel.getByRole('button', { name: 'Resume' }).boundingBox();
  await panel.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 10);
  await panel.clock.runFor(1000);
  await expect(line(panel)).toHaveText('await chat.clock.pause();');
  await panel.mouse.move(600, 600);
  await moveTo(panel, 'Resume');
  await panel.clock.runFor(400 + DRAWN);
  await expect(line(panel)).toHaveText('await chat.clock.resume();');
});

test('before anything is done, a line can be copied, and is gone when the pointer is elsewhere for a while', async ({
  panel,
}) => {
  await holdTime(panel);
  await moveTo(panel, 'Drop');
  await panel.clock.runFor(400 + DRAWN);
  await expect(line(panel)).toHaveText('await chat.drop();');
  await moveTo(panel, 'Copy this line');
  await panel.clock.runFor(5000);
  await panel.mouse.down();
  await panel.mouse.up();
  expect(await clipboard(panel)).toBe('await chat.drop();');
  await panel.mouse.move(600, 600);
  await panel.clock.runFor(600);
  await expect(line(panel)).toHaveCount(1);
  await panel.clock.runFor(100 + DRAWN);
  await expect(line(panel)).toHaveCount(0);
});

test('what was done outlives a reload, until it is forgotten or the session is reset', async ({
  panel,
  mock,
}) => {
  const did = panel.getByRole('button', { name: 'What I did' });
  const again = async () => {
    await panel.reload();
    await expect(panel.getByText('Live', { exact: true })).toBeVisible();
  };
  await pauseBeforeSources(panel);
  await again();
  await expect(line(panel)).toHaveText("await chat.clock.pauseAt('sources');");
  await panel.getByRole('button', { name: "Don't pause" }).click();
  await expect(did).toContainText('2');
  // Each session has its own.
  await panel.goto(`${mock.url}/@another/__mock/`);
  await expect(panel.getByText('Live', { exact: true })).toBeVisible();
  await expect(did).toHaveCount(0);
  await panel.goto(`${mock.url}/__mock/`);
  await did.click();
  await expect(panel.getByRole('region', { name: 'What I did' })).toHaveText(
    "await chat.clock.pauseAt('sources');\nawait chat.clock.resume();",
  );
  await panel.getByRole('button', { name: 'Forget' }).click();
  await again();
  await expect(did).toHaveCount(0);
  await pauseBeforeSources(panel);
  await panel.getByRole('button', { name: 'Reset' }).click();
  await expect(line(panel)).toHaveText('await chat.reset();');
  await expect(did).toHaveCount(0);
  await again();
  await expect(did).toHaveCount(0);
});

test('a page that may store nothing keeps what was done while it is open', async ({ panel }) => {
  await panel.addInitScript(() => {
    Object.defineProperty(window, 'sessionStorage', {
      get: () => {
        throw new DOMException('Not here.', 'SecurityError');
      },
    });
  });
  await panel.reload();
  await pauseBeforeSources(panel);
  await panel.getByRole('button', { name: "Don't pause" }).click();
  await expect(panel.getByRole('button', { name: 'What I did' })).toContainText('2');
});

test('Esc closes what was done', async ({ panel }) => {
  await pauseBeforeSources(panel);
  const did = panel.getByRole('button', { name: 'What I did' });
  await did.click();
  await panel.getByRole('button', { name: 'Copy all lines' }).focus();
  await panel.keyboard.press('Escape');
  await expect(panel.getByRole('region', { name: 'What I did' })).toHaveCount(0);
  await expect(did).toBeFocused();
});

test('what was done is taken home as a whole test', async ({ panel, mock }) => {
  await pauseBeforeSources(panel);
  const answer = chat(mock, 'A film, please');
  await expect(panel.getByTestId('status')).toContainText('Paused before sources');
  const step = panel.getByRole('button', { name: 'Next frame' });
  for (const frame of [4, 5]) {
    await step.click();
    await expect(panel.getByTestId('status')).toContainText(`before frame ${frame}`);
  }
  await panel.getByRole('button', { name: 'Resume' }).click();
  await answer;
  await panel.getByRole('button', { name: 'What I did' }).click();
  await expect(panel.getByText('chat is the fixture of meilisearch-chat-mock/playwright.')).toBeVisible();
  await expect(panel.getByText('npm i -D meilisearch-chat-mock @playwright/test')).toBeVisible();
  await expect(panel.getByRole('link', { name: 'a config that says where your app is' })).toHaveAttribute(
    'href',
    /^https:\/\/github\.com\/.*\/docs\/playwright\.md$/,
  );
  await panel.getByRole('button', { name: 'Copy as a whole test' }).click();
  // The docs have this very test, and its types are checked there.
  const docs = readFileSync(new URL('../../../docs/panel.md', import.meta.url), 'utf8');
  const [, block] = /```ts\n\/\/ types: taken-home\n(.*?)```/s.exec(docs) ?? [];
  expect(await clipboard(panel)).toBe(block);
});

test('frames that were stepped to the end, and what ran on then, are one line of the whole test', async ({
  panel,
  mock,
}) => {
  await pauseBeforeSources(panel);
  const answer = chat(mock, 'A film, please');
  await expect(panel.getByTestId('status')).toContainText('Paused before sources');
  const sent = async () => (await mock.clock.state()).streams[0]?.sent;
  for (let steps = 0, before = await sent(); before !== undefined && steps < 40; steps++) {
    await panel.getByRole('button', { name: 'Next frame' }).click();
    await expect.poll(sent).not.toBe(before);
    before = await sent();
  }
  await expect(panel.getByTestId('status')).toHaveText('Paused: the next request will wait');
  await answer;
  await panel.getByRole('button', { name: 'Resume' }).click();
  await panel.getByRole('button', { name: 'What I did' }).click();
  await expect(panel.getByRole('region', { name: 'What I did' })).toContainText('clock.next(');
  await panel.getByRole('button', { name: 'Copy as a whole test' }).click();
  const copied = await clipboard(panel);
  expect(copied).not.toContain('clock.next(');
  expect(copied).toContain('assert what the page shows.\n  await chat.clock.resume();\n});');
});

test('the list in curl says where the app asks', async ({ panel, mock }) => {
  await panel.getByRole('button', { name: 'curl' }).click();
  await pauseBeforeSources(panel);
  const answer = chat(mock, 'A film, please');
  await expect(panel.getByTestId('status')).toContainText('Paused before sources');
  await panel.getByRole('button', { name: 'Resume' }).click();
  await answer;
  await panel.getByRole('button', { name: 'What I did' }).click();
  await panel.getByRole('button', { name: 'Copy all lines' }).click();
  expect(await clipboard(panel)).toBe(
    [
      `curl -X POST ${mock.url}/__mock/clock/pauseAt -d '{"target":"sources"}'`,
      '# Here your app asks: the next line waits for it.',
      `curl -X POST ${mock.url}/__mock/clock/resume`,
    ].join('\n'),
  );
});
