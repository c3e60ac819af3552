import { request as http } from 'node:http';
import { expect, test } from '../../../src/playwright.ts';

test.use({ chatScenario: 'greeting' });

/** What a backend does with a request of a page: it asks the mock that the headers name. */
function askAsBackend(base: string): Promise<void> {
  return new Promise((resolve) => {
    const asked = http(`${base}/chats/movies/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    });
    asked.on('response', (response) => {
      response.resume();
      response.once('data', () => resolve());
    });
    asked.on('error', () => undefined);
    asked.end(JSON.stringify({ model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'Hi' }] }));
  });
}

test('fails while its backend reads a stream', async ({ chat }) => {
  await askAsBackend(chat.headers['x-mock-url']);
  await chat.hold('before-the-end').reached();
  expect(await chat.requests()).toHaveLength(2);
});
