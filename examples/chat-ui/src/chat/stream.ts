import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { ChatEvent } from './events.ts';
import { parseFrame } from './wire.ts';

/**
 * Reads the body of a chat response as it arrives. Ends after `[DONE]`, or when the body ends: whoever reads
 * decides what an end without `finish` and `done` means.
 *
 * Why not `for await (const chunk of await client.chat.completions.create(…))`: the `openai` client throws on the
 * first error event in a stream. Meilisearch sends one when a search fails, and then goes on to answer; that answer
 * would be lost. Its `.stream()` helper joins tool calls by index, and all of Meilisearch's events have index 0.
 *
 * @throws what the body fails with: an `AbortError` after an abort, a `TypeError` when the connection is lost.
 * @example
 * for await (const event of readChatStream(body)) {
 *   if (event.type === 'text') process.stdout.write(event.text);
 * }
 */
export async function* readChatStream(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<ChatEvent> {
  const reader = body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  try {
    while (true) {
      const { value: frame, done } = await reader.read();
      if (done) return;
      for (const event of parseFrame(frame.data)) {
        yield event;
        if (event.type === 'done') return;
      }
    }
  } finally {
    // Lets go of the connection when the consumer stops early. Of no effect once the body has ended.
    reader.cancel().catch(() => undefined);
  }
}
