import { connect } from '../../../src/client.ts';
import { expect, test } from '../../../src/playwright.ts';

test.use({ baseURL: 'http://127.0.0.1:4181' });

for (const name of ['Ada', 'Bob', 'Cleo', 'Dan']) {
  test(`tests at the same time each have a session, through one backend: ${name}`, async ({ page, chat }) => {
    await chat.use({ name: 'own', reply: [{ text: `I am ${name}` }, { hold: 'end' }] });
    await page.goto('/');
    await page.getByRole('textbox', { name: 'Message' }).fill('Who are you?');
    await page.keyboard.press('Enter');
    await chat.hold('end').reached();
    await expect(page.getByRole('article', { name: 'Answer' })).toHaveText(`I am ${name}`);
    expect((await chat.requests()).map(({ session }) => session)).toEqual([chat.headers['x-mock-session']]);
    await chat.hold('end').release();
    await expect(page.getByRole('status')).toHaveText('Done');
  });
}

test('an error of Meilisearch comes through', async ({ page, chat }) => {
  await chat.use('rate-limited');
  await page.goto('/');
  await page.getByRole('textbox', { name: 'Message' }).fill('Hi');
  await page.keyboard.press('Enter');
  const last = await chat.waitForRequest((request) => request.ending !== undefined);
  expect(last.status).toBe(503);
  await expect(page.getByRole('status')).toContainText('search requests');
});

test('a page that stops takes the request of the backend along', async ({ page, chat }) => {
  await chat.use({ name: 'long', reply: [{ text: 'Wait' }, { hold: 'for-ever' }] });
  await page.goto('/');
  await page.getByRole('textbox', { name: 'Message' }).fill('Hi');
  await page.keyboard.press('Enter');
  await chat.hold('for-ever').reached();
  await page.getByRole('button', { name: 'Stop' }).click();
  const { ending } = await chat.waitForRequest((request) => request.ending !== undefined);
  expect(ending).toMatchObject({ type: 'left' });
  await expect(page.getByRole('status')).toHaveText('Stopped');
});

test('a request that the test makes itself has the headers of the session', async ({ request, chat }) => {
  await chat.use({ name: 'short', reply: [{ text: 'Hello' }] });
  const response = await request.post('/api/chat', {
    headers: chat.headers,
    data: { messages: [{ id: '1', role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] },
  });
  expect(await response.text()).toContain('"delta":"Hello"');
  expect(await connect(chat.headers['x-mock-url']).requests()).toHaveLength(1);
});

test('only the backend is told of the mock', async ({ page, chat }) => {
  const other = 'http://other.example/';
  await page.route(other, (route) =>
    route.fulfill({ body: 'ok', headers: { 'access-control-allow-origin': '*' } }),
  );
  const opened = await page.goto('/');
  expect(await opened?.request().allHeaders()).toMatchObject(chat.headers);
  const asked = page.waitForRequest(other);
  await page.evaluate((url) => fetch(url).then((response) => response.text()), other);
  expect(Object.keys(await (await asked).allHeaders())).not.toContain('x-mock-url');
});

test.describe('a backend that is named', () => {
  test.use({ chatBackend: '**/api/nothing' });

  test('is the only one that is told', async ({ page, chat }) => {
    await page.goto('/');
    await page.getByRole('textbox', { name: 'Message' }).fill('Hi');
    await page.keyboard.press('Enter');
    // It asks the Meilisearch of its own, which does not exist.
    await expect(page.getByRole('status')).toContainText(/cannot|fetch|connect|ENOTFOUND/i);
    expect(await chat.requests()).toEqual([]);
  });
});
