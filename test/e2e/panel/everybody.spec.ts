import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { chat, clipboard, expect, row, test } from './panel.ts';

const EVIL = '<img src=x onerror="document.title=1">';

/** Looks for what keeps people out. */
async function expectNoBarrier(panel: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page: panel })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
  ).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('axe finds nothing in any view', async ({ panel, mock }) => {
      test.slow();
      await expectNoBarrier(panel);
      await chat(mock, 'A film, please', { body: { temperature: 'hot' } });
      await chat(mock, 'Music?');
      await chat(mock, 'x', { scenario: 'broken' });
      await fetch(`${mock.url}/v1/chat/completions`, { method: 'POST', body: '{}' });
      void chat(mock, 'x', { scenario: 'gated' });
      await expect(row(panel, 5)).toContainText('held');
      for (const view of [
        'requests',
        'requests/2',
        'requests/2/frames/3',
        'requests/1/request',
        'requests/4',
        'scenarios',
      ]) {
        await panel.goto(`${mock.url}/__mock/#/${view}`);
        await panel.waitForTimeout(150);
        await expectNoBarrier(panel);
      }
      await panel.goto(`${mock.url}/__mock/#/try`);
      await panel.getByRole('textbox', { name: 'Message', exact: true }).fill('A film, please');
      await panel.keyboard.press('Enter');
      await expect(panel.getByText('finish: stop')).toBeVisible();
      await expectNoBarrier(panel);
      await panel.getByRole('button', { name: 'Fail the next request' }).click();
      await expectNoBarrier(panel);
      await panel.keyboard.press('Escape');
      await panel.getByRole('button', { name: 'Keyboard shortcuts' }).click();
      await expectNoBarrier(panel);
    });
  });
}

test('all of it is done with the keyboard', async ({ panel, mock }) => {
  await panel.keyboard.press('s');
  await panel.keyboard.type('sources');
  await panel.keyboard.press('Enter');
  const answer = chat(mock, 'A film, please');
  await expect(panel.getByText('Paused before sources')).toBeVisible();
  await panel.locator('#main').focus();
  await panel.keyboard.press('n');
  await expect(panel.getByTestId('line')).toHaveText('await chat.clock.next();');
  await panel.keyboard.press('c');
  await expect.poll(() => clipboard(panel)).toBe('await chat.clock.next();');
  await panel.keyboard.press('p');
  await answer;
  await expect(row(panel, 1)).toContainText('200');
  await row(panel, 1).getByRole('link').focus();
  await panel.keyboard.press('Enter');
  await expect(panel.getByRole('region', { name: 'Request 1' })).toBeVisible();
  await panel.getByRole('tab', { name: 'Why this answer' }).focus();
  await panel.keyboard.press('ArrowRight');
  await expect(panel.getByRole('listbox', { name: 'Frames' })).toBeVisible();
  await panel.locator('#main').focus();
  await panel.keyboard.press('Escape');
  await expect(panel.getByRole('region', { name: 'Request 1' })).toHaveCount(0);
  await panel.keyboard.press('2');
  await expect(panel.getByRole('article', { name: 'gated' })).toBeVisible();
  await panel.keyboard.press('/');
  await panel.keyboard.type('gated');
  await expect(panel.getByRole('article')).toHaveCount(1);
  await panel.keyboard.press('Tab');
  await panel.getByRole('button', { name: 'Use gated' }).focus();
  await panel.keyboard.press('Enter');
  await expect(panel.getByText('Every request: gated')).toBeVisible();
  const held = chat(mock, 'x');
  await expect(panel.getByText('Held at gate')).toBeVisible();
  await panel.keyboard.press('x');
  expect(await held).toContain('After');
  await panel.keyboard.press('?');
  await expect(panel.getByRole('dialog', { name: 'Keyboard' })).toContainText('Next frame');
  await panel.getByRole('checkbox', { name: 'Use single-key shortcuts' }).uncheck();
  await panel.keyboard.press('Escape');
  await expect(panel.getByRole('dialog')).toHaveCount(0);
  await panel.keyboard.press('1');
  await expect(panel).toHaveURL(/#\/scenarios/);
});

test('the arrows go from request to request', async ({ panel, mock }) => {
  for (const message of ['one', 'two', 'three']) await chat(mock, message);
  await row(panel, 3).getByRole('link').click();
  await panel.keyboard.press('ArrowDown');
  await expect(panel).toHaveURL(/#\/requests\/2$/);
  // Wherever the focus is, but where the arrows scroll or edit.
  await panel.getByRole('button', { name: 'Pause', exact: true }).focus();
  await panel.keyboard.press('ArrowUp');
  await expect(panel).toHaveURL(/#\/requests\/3$/);
  await panel.getByRole('searchbox', { name: 'Find a request' }).press('ArrowDown');
  await panel.getByRole('tab', { name: 'Why this answer' }).focus();
  await panel.keyboard.press('ArrowDown');
  await expect(panel).toHaveURL(/#\/requests\/2$/);
  await panel.keyboard.press('End');
  await expect(panel).toHaveURL(/#\/requests\/1$/);
});

test('at 360 pixels nothing is cut off, and all of it can be reached', async ({ panel, mock }) => {
  await panel.setViewportSize({ width: 360, height: 700 });
  await chat(mock, 'A film, please');
  for (const view of ['requests', 'requests/1', 'requests/1/frames/2', 'scenarios', 'try']) {
    await panel.goto(`${mock.url}/__mock/#/${view}`);
    await panel.waitForTimeout(100);
    const wide = await panel.evaluate(() => {
      const root = document.querySelector('#panel')?.shadowRoot;
      const scrolls = (element: Element): boolean => {
        for (let one: Element | null = element; one !== null; one = one.parentElement)
          if (/auto|scroll|hidden/.test(getComputedStyle(one).overflowX)) return true;
        return false;
      };
      return [...(root?.querySelectorAll('*') ?? [])]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !scrolls(element))
        .map((element) => `${element.tagName}.${element.className}`);
    });
    expect(wide).toEqual([]);
    expect(await panel.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  }
  // Without a scroll that nobody sees.
  for (const name of ['Reset', 'Keyboard shortcuts', 'Speed', 'Pause before'])
    await expect(panel.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
  await panel.goto(`${mock.url}/__mock/#/requests/1`);
  for (const name of ['Why this answer', 'Frames', 'Raw SSE', 'Request'])
    await expect(panel.getByRole('tab', { name })).toBeInViewport({ ratio: 1 });
  await panel.getByRole('button', { name: 'Reset' }).click();
});

test('at 390 pixels a row says what it is', async ({ panel, mock }) => {
  await panel.setViewportSize({ width: 390, height: 800 });
  await chat(mock, 'Music?');
  await fetch(`${mock.url}/v1/chat/completions`, { method: 'POST', body: '{}' });
  const isWhole = (element: Element) => element.scrollWidth <= element.clientWidth;
  for (const text of ['made-up answer', `Use ${mock.url}/chats/movies`])
    expect(await panel.getByText(text).evaluate(isWhole)).toBe(true);
});

test('nothing moves when another line of code is shown', async ({ panel }) => {
  const list = panel.getByRole('searchbox', { name: 'Find a request' });
  const before = await list.boundingBox();
  await panel.getByRole('button', { name: 'Fail the next request' }).hover();
  await expect(panel.getByTestId('line')).toContainText('times: 1');
  expect(await list.boundingBox()).toEqual(before);
  await expect(panel.getByRole('button', { name: 'Copy this line' })).toBeInViewport({ ratio: 1 });
});

test('what comes from outside is text, wherever it is shown', async ({ panel, mock, folder }) => {
  writeFileSync(
    join(folder, 'evil.yaml'),
    `name: evil\ndescription: ${JSON.stringify(EVIL)}\nmatch: { message: ${JSON.stringify(EVIL)} }\nreply: [ { text: ${JSON.stringify(EVIL)} } ]\n---\nname: ${JSON.stringify(EVIL)}\nreply: [ { text: Hi } ]\n`,
  );
  await panel.getByRole('link', { name: 'Scenarios' }).click();
  await expect(panel.getByRole('region', { name: 'Problems of the scenario files' })).toContainText('name');
  writeFileSync(
    join(folder, 'evil.yaml'),
    `name: evil\ndescription: ${JSON.stringify(EVIL)}\nmatch: { message: ${JSON.stringify(EVIL)} }\nreply: [ { text: ${JSON.stringify(EVIL)} } ]\n`,
  );
  await expect(panel.getByRole('article', { name: 'evil' })).toContainText(EVIL);
  await chat(mock, EVIL);
  await chat(mock, `another ${EVIL.toUpperCase()}`);
  await fetch(`${mock.url}/${encodeURIComponent(EVIL)}`);
  for (const view of [
    'requests',
    'requests/1',
    'requests/1/frames/2',
    'requests/1/raw',
    'requests/1/request',
    'requests/2',
    'requests/3',
  ]) {
    await panel.goto(`${mock.url}/__mock/#/${view}`);
    await expect(panel.getByRole('heading', { name: /#\d/ }).or(row(panel, 1)).first()).toBeVisible();
  }
  await panel.goto(`${mock.url}/__mock/#/${encodeURIComponent(EVIL)}/${encodeURIComponent(EVIL)}`);
  await expect(row(panel, 1)).toBeVisible();
  expect(await panel.title()).toBe('Chat mock');
  await expect(panel.locator('img')).toHaveCount(0);
});

test('a page of another origin can neither read, nor steer, nor embed', async ({ panel, mock, page }) => {
  await mock.clock.setSpeed(3);
  await page
    .context()
    .route('http://evil.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>Evil</title>' }),
    );
  const evil = await page.context().newPage();
  await evil.goto('http://evil.example/');
  const results = await evil.evaluate(async (url) => {
    const attempt = async (path: string, init?: RequestInit) => {
      try {
        const response = await fetch(url + path, init);
        return response.type === 'opaque' ? 'opaque' : `read ${response.status}`;
      } catch {
        return 'refused';
      }
    };
    return [
      await attempt('/__mock/requests'),
      await attempt('/__mock/events?detail=1'),
      await attempt('/__mock/reset', { method: 'POST' }),
      await attempt('/__mock/reset', {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      }),
      await attempt('/__mock/reset', { method: 'POST', mode: 'no-cors' }),
    ];
  }, mock.url);
  expect(results.filter((result) => result.startsWith('read'))).toEqual([]);
  expect((await mock.clock.state()).speed).toBe(3);
  await evil.setContent(`<iframe src="${mock.url}/__mock/"></iframe>`);
  await evil.waitForTimeout(300);
  const [, frame] = evil.frames();
  expect(
    await frame
      ?.locator('#panel')
      .count()
      .catch(() => 0),
  ).toBe(0);
  await evil.close();
  await expect(panel.getByText('Live', { exact: true })).toBeVisible();
});
