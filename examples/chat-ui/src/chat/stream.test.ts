import { expect, test } from 'vitest';
import { bodyOf, collect, failure, finish, frames, text, tool } from '../../test/frames.ts';
import transcript from '../../test/two-searches.sse?raw';
import type { ChatEvent } from './events.ts';
import { readChatStream } from './stream.ts';

const transcriptBytes = new TextEncoder().encode(transcript);

async function read(...pieces: Uint8Array<ArrayBuffer>[]): Promise<ChatEvent[]> {
  return collect(readChatStream(bodyOf(pieces)));
}

test('reads the searches, their sources, the messages to append and the text, in order', async () => {
  const events = await read(transcriptBytes);

  expect(events.map(({ type }) => type).join(' ')).toBe(
    'search append sources append search append sources append text text text text finish done',
  );
  expect(events[0]).toEqual({
    type: 'search',
    callId: 'call_T1',
    index: 'movies',
    query: 'time travel',
    filter: '',
  });
  expect(events[1]).toEqual({
    type: 'append',
    message: {
      role: 'assistant',
      tool_calls: [
        {
          id: 'call_T1',
          type: 'function',
          function: {
            name: '_meiliSearchInIndex',
            arguments: '{"index_uid":"movies","q":"time travel","filter":""}',
          },
        },
      ],
    },
  });
  expect(events[2]).toEqual({
    type: 'sources',
    callId: 'call_T1',
    documents: [
      { id: 1, title: 'Primer', year: 2004 },
      { id: 2, title: 'Back to the Future', year: 1985 },
    ],
  });
  expect(events[3]).toMatchObject({ type: 'append', message: { role: 'tool', tool_call_id: 'call_T1' } });
  expect(events.at(-2)).toEqual({ type: 'finish', reason: 'stop' });
});

test('reads the same events wherever the bytes are split in two', async () => {
  // The retry line and one frame of each kind: the rest of the transcript is more of the same.
  const lines = transcript.split(/(?<=\n\n)/).filter((_, index) => [0, 2, 3, 4, 11, 15, 16].includes(index));
  const bytes = new TextEncoder().encode(lines.join(''));
  const whole = await read(bytes);
  expect(whole.map(({ type }) => type).join(' ')).toBe('search append sources text finish done');
  for (let at = 1; at < bytes.length; at++) {
    const events = await read(bytes.slice(0, at), bytes.slice(at));
    expect(events, `split at byte ${at}`).toEqual(whole);
  }
}, 60_000);

test('reads the same events when every byte comes by itself', async () => {
  const bytes = Array.from(transcriptBytes, (byte) => Uint8Array.of(byte));
  expect(await read(...bytes)).toEqual(await read(transcriptBytes));
});

test('puts characters of several bytes together again', async () => {
  const bytes = frames(text('né à 東京 👩‍🚀'), '[DONE]');
  for (let at = 1; at < bytes.length; at++) {
    const [event] = await read(bytes.slice(0, at), bytes.slice(at));
    expect(event, `split at byte ${at}`).toEqual({ type: 'text', text: 'né à 東京 👩‍🚀' });
  }
});

test('goes on after an error event', async () => {
  const events = await read(
    frames(
      failure('response_error', '404', 'Index `films` not found.'),
      text('Sorry.'),
      finish('stop'),
      '[DONE]',
    ),
  );
  expect(events).toEqual([
    { type: 'error', kind: 'response_error', code: '404', message: 'Index `films` not found.' },
    { type: 'text', text: 'Sorry.' },
    { type: 'finish', reason: 'stop' },
    { type: 'done' },
  ]);
});

test('reads the field names of the documentation too', async () => {
  const events = await read(
    frames(
      tool('_meiliSearchProgress', {
        call_id: 'c1',
        function_name: '_meiliSearchInIndex',
        function_parameters: '{"index_uid":"movies","q":"rain"}',
      }),
      tool('_meiliSearchSources', { call_id: 'c1', documents: [{ id: 7 }] }),
    ),
  );
  expect(events).toEqual([
    { type: 'search', callId: 'c1', index: 'movies', query: 'rain', filter: '' },
    { type: 'sources', callId: 'c1', documents: [{ id: 7 }] },
  ]);
});

test('a search whose arguments are no JSON is still a search', async () => {
  const events = await read(
    frames(tool('_meiliSearchProgress', { call_id: 'c1', function_name: 'f', function_arguments: '{"q":' })),
  );
  expect(events).toEqual([{ type: 'search', callId: 'c1', index: '', query: '', filter: '' }]);
});

test('reports a frame that it cannot read, and reads the next', async () => {
  expect(await read(frames('{"choices":', text('ok')))).toEqual([
    { type: 'unreadable', data: '{"choices":' },
    { type: 'text', text: 'ok' },
  ]);
});

test('drops the half of a frame that a cut connection leaves', async () => {
  const bytes = frames(text('whole'), text('half'));
  expect(await read(bytes.slice(0, -20))).toEqual([{ type: 'text', text: 'whole' }]);
});

test('throws what the connection fails with, after what came before it', async () => {
  const events: ChatEvent[] = [];
  const reading = (async () => {
    for await (const event of readChatStream(
      bodyOf([frames(text('so far'))], new TypeError('network error')),
    )) {
      events.push(event);
    }
  })();
  await expect(reading).rejects.toThrow('network error');
  expect(events).toEqual([{ type: 'text', text: 'so far' }]);
});

test('ends at [DONE] and lets go of a connection that stays open', async () => {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(frames(text('a'), '[DONE]')),
    cancel: () => {
      cancelled = true;
    },
  });
  expect((await collect(readChatStream(body))).at(-1)).toEqual({ type: 'done' });
  await expect.poll(() => cancelled).toBe(true);
});
