// A chat app whose backend asks Meilisearch: the browser never does. `node examples/backend/server.mjs`, with the mock on port 7700.
import { fileURLToPath } from 'node:url';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, convertToModelMessages, streamText } from 'ai';
import express from 'express';

const {
  PORT = '3000',
  MEILISEARCH_URL = 'http://localhost:7700',
  MEILISEARCH_KEY = 'any',
  E2E,
} = process.env;

/** Meilisearch; in an end-to-end test the mock, as its browser says. Nobody else may say whom a backend asks. */
const meilisearchOf = (req) => (E2E === '1' && req.get('x-mock-url')) || MEILISEARCH_URL;

/** Meilisearch's own words: the SDK looks for an error as OpenAI has it. */
function messageOf(error) {
  if (!APICallError.isInstance(error) || !error.responseBody?.startsWith('{')) return error.message;
  return JSON.parse(error.responseBody).message;
}

const app = express();
app.use(express.json());
app.get('/', (_req, res) => res.sendFile(fileURLToPath(new URL('index.html', import.meta.url))));

app.post('/api/chat', async (req, res) => {
  const meilisearch = createOpenAICompatible({
    name: 'meilisearch',
    baseURL: `${meilisearchOf(req)}/chats/movies`,
    apiKey: MEILISEARCH_KEY,
  });
  // A page that leaves takes the request to Meilisearch along.
  const left = new AbortController();
  res.once('close', () => left.abort());
  const answer = streamText({
    model: meilisearch('gpt-4o'),
    messages: await convertToModelMessages(req.body.messages),
    abortSignal: left.signal,
    maxRetries: 0,
    onError: () => undefined,
  });
  answer.pipeUIMessageStreamToResponse(res, { onError: messageOf });
});

app.listen(Number(PORT), '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}`));
