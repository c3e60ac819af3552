import { type Page, test } from '@playwright/test';
import { type ChatMockServer, createServer } from '../../src/index.ts';
import { chat } from '../e2e/panel/panel.ts';

const root = new URL('../../', import.meta.url).pathname;
const picture = (name: string) => `${root}docs/${name}.png`;

/** A morning's work: what went well, what broke, a stream that is held, and one that is stepped. */
async function prepare(page: Page, server: ChatMockServer): Promise<void> {
  await page.goto(`${server.url}/__mock/`);
  await page.getByText('Live', { exact: true }).waitFor();
  await fetch(`${server.url}/v1/chat/completions`, { method: 'POST', body: '{}' });
  await chat(server, 'Which films are about space?', { scenario: 'two-searches' });
  await chat(server, 'Is there one about the sea?', { scenario: 'search-fails' });
  await chat(server, 'And one more', { scenario: 'connection-reset' });
  await chat(server, 'What is the weather?');
  await chat(server, 'Which one is the best?', { scenario: 'rate-limited' });
  void chat(server, 'Tell me more', { scenario: 'held-answer' });
  await server.hold('before-the-answer').reached();
  await page.getByRole('button', { name: 'Pause before' }).click();
  await page.getByRole('combobox', { name: 'Pause before' }).fill('sources');
  await page.keyboard.press('Enter');
  void chat(server, 'Recommend me a film about space');
  await page.getByText('Paused before sources').waitFor();
  for (let steps = 0; steps < 2; steps++) await page.getByRole('button', { name: 'Next frame' }).click();
  await page.waitForTimeout(500);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the panel', async ({ page }) => {
      await using server = createServer({ scenarios: `${root}scenarios`, seed: 12 });
      await server.listen();
      await prepare(page, server);
      const last = await server.lastRequest();
      const sources = last?.frames.findLast(({ kind }) => kind === 'sources');
      await page.goto(`${server.url}/__mock/#/requests/${last?.number}/frames/${sources?.number}`);
      await page.getByRole('region', { name: /^Frame \d+$/ }).waitFor();
      await page.mouse.move(0, 0);
      await page.screenshot({ path: picture(`panel-${colorScheme}`) });
      await page.goto(`${server.url}/__mock/#/scenarios`);
      // Each timeline is asked for by itself.
      await page.waitForTimeout(2000);
      await page.screenshot({ path: picture(`scenarios-${colorScheme}`) });
    });
  });
}
