import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { Recorder } from '../../src/record/recorder.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import { scenarioSchema } from '../../src/scenario/schema.ts';
import { listen } from '../kit/listen.ts';
import { mask } from '../kit/mask.ts';
import streams from '../recorded/streams.json' with { type: 'json' };
import { ask } from './exchanges.ts';

type Stream = (typeof streams)[number];

/** Of the one whose chunks were recorded in no order, the mock's own: test/recorded holds them to the same chunks. */
const inOrder = createServer({
  ...{ profile: 'server', speed: 0 },
  scenarios: streams
    .filter(({ note }) => note !== undefined)
    .map(({ name: _, request, scenario }) =>
      scenarioSchema.parse({ ...scenario, name: 'in-order', match: { model: request.model } }),
    ),
});

async function chunksOf(stream: Stream): Promise<string[]> {
  if (stream.note === undefined) return stream.response.chunks;
  return [(await ask(inOrder.url, stream.workspace, stream.request)).text];
}

/** A server that answers as the real one did; each request asks another model. */
const upstream = createHttpServer(async (request: IncomingMessage, response) => {
  const { model } = JSON.parse(await text(request)) as { model: string };
  const one = streams.find((stream) => stream.request.model === model);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const chunk of one === undefined ? [] : await chunksOf(one)) {
    response.write(chunk);
    await new Promise(setImmediate);
  }
  response.end();
});
let url = '';
beforeAll(async () => {
  await inOrder.listen();
  url = await listen(upstream);
});
afterAll(async () => {
  upstream.close();
  await inOrder.close();
});

/** What a proxy between a client and that server sees. */
async function exchangeWith({ workspace, request }: Stream) {
  const sent = performance.now();
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(request) });
  let unread = '';
  const frames: { at: number; data: string }[] = [];
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const pieces = (unread + part).split('\n\n');
    unread = pieces.pop() ?? '';
    frames.push(...pieces.map((data) => ({ at: performance.now() - sent, data })));
  }
  const headers = { 'content-type': response.headers.get('content-type') ?? '' };
  return { workspace, request, status: 200, headers, frames, ending: 'complete' } as const;
}

async function record(stream: Stream) {
  const { yaml } = await new Recorder().add(await exchangeWith(stream));
  const { scenarios, problems } = parseScenarios(yaml);
  expect(problems).toEqual([]);
  const [scenario] = scenarios;
  if (scenario === undefined) throw new Error('Nothing was recorded.');
  return scenario.input;
}

describe.each(streams.map((stream) => [stream.name, stream] as const))('%s', (_, stream) => {
  test('the recording answers with the same events', async () => {
    const input = await record(stream);
    await using replay = createServer({
      profile: 'server',
      speed: 0,
      scenarios: [input],
      onUnmatched: 'error',
    });
    await replay.listen();
    const answer = await ask(replay.url, stream.workspace, stream.request);
    expect(mask(answer.text)).toBe(mask((await chunksOf(stream)).join('')));
  });

  test('the recording says what the model did', async () => {
    const { reply = [] } = await record(stream);
    const kinds = (steps: readonly object[]) => steps.flatMap((step) => Object.keys(step).slice(0, 1));
    // An empty text is a role alone, which the end brings, too.
    const scripted = stream.scenario.reply.filter((step) => !('text' in step) || step.text !== '');
    // Of more rounds than twenty, nobody hears.
    const played = kinds(scripted).slice(0, 20);
    const heard = kinds(reply).filter((kind) => kind !== 'finish' || played.includes('finish'));
    // Where the request declares no tool, a first search leaves no trace.
    expect(heard).toEqual(stream.request.tools === undefined ? ['text'] : played);
  });
});
