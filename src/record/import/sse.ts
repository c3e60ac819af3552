import type { StreamEvent } from '../events.ts';
import { eventsOfStream } from '../events.ts';
import type { RecordedExchange } from '../reply.ts';
import { cannotImport, type ImportContext, type Imported } from './source.ts';

/** Imports the text of one stream, as the report of a failed Playwright test has it. It does not say what was asked. */
export async function importSse(text: string, context: ImportContext): Promise<Imported> {
  const frames = sseFrames(text);
  const exchange: RecordedExchange = {
    ...{ workspace: '', request: {}, status: 200, headers: { 'content-type': 'text/event-stream' } },
    ...{ frames, untimed: {} },
    // What was cut off ends in the middle of an event.
    ending: /\n\n\s*$|\[DONE\]\s*$/.test(text.replaceAll('\r', '')) ? 'complete' : 'broken',
  };
  const events = eventsOfStream(exchange);
  if (!events.some(isOfChat)) {
    const line = 1 + (text.slice(0, text.search(/\S/)).match(/\n/g)?.length ?? 0);
    throw cannotImport(
      context,
      events.length === 0 ? 'this stream has no event' : 'this is no stream of a chat',
      {
        line,
        hint: 'Each of its events is a line "data: {…}" with a chat.completion.chunk, and a blank line.',
      },
    );
  }
  return { scenarios: [await context.recorder.add(exchange)], skipped: [] };
}

const isOfChat = ({ type }: StreamEvent) => type === 'chunk' || type === 'error' || type === 'done';

/** The events of a stream, as texts without the blank lines between them. Nothing is known of their times. */
export function sseFrames(text: string): { at: number; data: string }[] {
  const lines = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  return lines
    .split(/\n\n+/)
    .filter((data) => data.trim() !== '')
    .map((data) => ({ at: 0, data }));
}
