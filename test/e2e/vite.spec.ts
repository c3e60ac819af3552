import { createServer } from 'vite';
import { createApp, saying } from '../vite/app.ts';
import { plain as base, expect } from './test.ts';

const PAGE = `<!doctype html><title>app</title><main></main><script type="module">
import { onChange, scenarios } from 'virtual:meilisearch-chat-mock/scenarios';
const show = (all) => {
  document.querySelector('main').textContent = all.map(({ input }) => input.reply[0].text).join();
};
show(scenarios);
onChange(show);
</script>`;

/** An app of two scenarios in Vite's development server, opened. */
const test = base.extend<{ app: ReturnType<typeof createApp> }>({
  app: async ({ page }, use) => {
    const app = createApp({
      'index.html': PAGE,
      'scenarios/a.yaml': saying('a', 'Apple'),
      'scenarios/b.yaml': saying('b', 'Pear'),
    });
    const server = await createServer({ ...app.config(), server: { host: '127.0.0.1', port: 0 } });
    await server.listen();
    const connected = page.waitForEvent('console', (message) => message.text() === '[vite] connected.');
    await page.goto(server.resolvedUrls?.local[0] ?? '');
    await connected;
    await use(app);
    await server.close();
    app.remove();
  },
});

test('a save is on the page without a reload', async ({ page, app }) => {
  await expect(page.locator('main')).toHaveText('Apple,Pear');
  await page.evaluate(() => Object.assign(window, { same: true }));
  app.save('scenarios/b.yaml', saying('b', 'Plum'));
  await expect(page.locator('main')).toHaveText('Apple,Plum');
  expect(await page.evaluate(() => 'same' in window)).toBe(true);
});

test('a mistake covers the page with what is wrong and where, until it is mended', async ({ page, app }) => {
  const overlay = page.locator('vite-error-overlay');
  await page.evaluate(() => Object.assign(window, { same: true }));
  app.save('scenarios/b.yaml', 'name: b\nreply:\n  - txet: Plum\n');
  await expect(overlay).toContainText('b.yaml:3:5 reply[0].txet: unknown key "txet"; did you mean "text"?');
  await expect(overlay).toContainText('3 | - txet: Plum');
  await expect(page.locator('main')).toHaveText('Apple,Pear');

  app.save('scenarios/b.yaml', saying('b', 'Plum'));
  await expect(page.locator('main')).toHaveText('Apple,Plum');
  await expect(overlay).toHaveCount(0);
  expect(await page.evaluate(() => 'same' in window)).toBe(true);
});

test('so does what Prism forbids; a page that is loaded meanwhile has it, too, and the last good version', async ({
  page,
  app,
}) => {
  const overlay = page.locator('vite-error-overlay');
  app.save('scenarios/b.yaml', `usage: { prompt_tokens: 5000000000 }\n${saying('b', 'Plum')}`);
  await expect(overlay).toContainText(/b\.yaml:\d+:\d+.*: the answer breaks the OpenAPI document/);
  await page.reload();
  await expect(overlay).toContainText('the answer breaks the OpenAPI document');
  await expect(page.locator('main')).toHaveText('Apple,Pear');

  // As it was: nothing is new but that all is right.
  app.save('scenarios/b.yaml', saying('b', 'Pear'));
  await expect(overlay).toHaveCount(0);
});
