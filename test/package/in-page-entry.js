import { scenario } from 'meilisearch-chat-mock';
import { createPageMock } from 'meilisearch-chat-mock/page';

/** What an app with the built package does: its own request is answered in the page. */
async function talk() {
  const mock = createPageMock({ speed: 0 });
  await mock.use(scenario('hello').search({ index: 'movies', documents: 2 }).text('Hello there'));
  const response = await fetch('http://meilisearch.example/chats/movies/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    body: JSON.stringify({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
      tools: [{ type: 'function', function: { name: '_meiliSearchSources' } }],
    }),
  });
  const text = await response.text();
  const wrong = await mock.use(scenario('two words').text('x')).then(String, (error) => error.message);
  mock.dispose();
  return `${text}\n${wrong}`;
}

Object.assign(window, { talk });
