import { connect } from '../../../src/client.ts';
import { expect, test } from '../../../src/playwright.ts';
import { ask, openBlank } from '../fixture/pages.ts';

test('a session is of one test and one run', async ({ chat }) => {
  expect(chat.name).toMatch(/^a-session-is-of-one-test-and-one-run-[\w-]+-0-[0-9a-f]{8}$/);
});

test('a backend reaches the session at the shared mock itself', async ({ page, chat }) => {
  await chat.use({ name: 'own', reply: [{ text: 'Hello' }] });
  expect(chat.url).toBe(`${process.env.SHARED_MOCK}/@${chat.name}`);
  expect(chat.headers).toEqual({ 'x-mock-url': chat.url, 'x-mock-session': chat.name });
  await openBlank(page);
  expect((await ask(page)).text).toContain('Hello');
  // What knows the address alone sees what the page has asked.
  expect((await connect(chat.url).requests()).map(({ session }) => session)).toEqual([chat.name]);
});

test('a backend that the worker has started reaches it by the header', async ({
  request,
  chat,
  chatMock,
}) => {
  await chat.use({ name: 'own', reply: [{ text: 'Hello' }] });
  const answer = await request.post(`${chatMock.url}/chats/main/chat/completions`, {
    headers: { authorization: 'Bearer any', 'x-mock-session': chat.name },
    data: { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'Hi' }] },
  });
  expect(await answer.text()).toContain('Hello');
  expect(await chat.requests()).toHaveLength(1);
});

test.describe('a scenario that the shared mock has', () => {
  test.use({ chatScenario: 'greeting' });

  test('is held and released', async ({ page, chat }) => {
    await openBlank(page);
    const asked = ask(page);
    await chat.hold('before-the-end').reached();
    await chat.hold('before-the-end').release();
    expect((await asked).text).toContain('[DONE]');
  });
});

test('there is no server of its own', async ({ chatServer }) => {
  void chatServer;
});
