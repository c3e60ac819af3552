import OpenAI from 'openai';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { config } from '../config.ts';
import { MEILISEARCH_TOOLS } from './tools.ts';

const client = new OpenAI({
  baseURL: `${config.host}/chats/${encodeURIComponent(config.workspace)}`,
  apiKey: config.apiKey,
  // Meilisearch's keys can be made for browsers: scoped to an index, an action, an expiry date. See the README.
  dangerouslyAllowBrowser: true,
  // A retry behind the scenes hides from the reader why nothing happens, repeats even the 501 of an unsupported
  // request, and asks a server that says "too many requests" again. The Retry button is the only retry.
  maxRetries: 0,
  fetch: fetchMeilisearch,
});

/**
 * Asks for an answer and returns the body of its stream; `readChatStream` reads it.
 *
 * @throws {OpenAI.APIError} when there is no stream. Its `error` is Meilisearch's `{ message, code, type, link }`.
 */
export async function requestAnswer(
  messages: ChatCompletionMessageParam[],
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const response = await client.chat.completions
    .create({ model: config.model, messages, tools: MEILISEARCH_TOOLS, stream: true }, { signal })
    .asResponse();
  return response.body ?? new ReadableStream({ start: (controller) => controller.close() });
}

/** OpenAI's error bodies are `{ error: { … } }`, Meilisearch's have no envelope; without it the client drops them. */
async function fetchMeilisearch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  if (response.ok) return response;
  const { status, statusText, headers } = response;
  const error: unknown = await response.json().catch(() => null);
  return new Response(JSON.stringify({ error }), { status, statusText, headers });
}
