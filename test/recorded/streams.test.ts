import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer } from '../../src/index.ts';
import { scenarioSchema } from '../../src/scenario/schema.ts';
import { maskAnswer, maskHeader } from '../kit/mask.ts';
import type { RawResponse } from '../kit/raw-client.ts';
import { exchange } from '../wire/replay.ts';
import exchanges from './streams.json' with { type: 'json' };

/** A request, what the model did, and the response of a Meilisearch 1.50.0, recorded with its ids and times masked. */
type Exchange = (typeof exchanges)[number];

// Each request asks another model, by which the server finds the scenario.
const scenarios = exchanges.map(({ request: { model }, scenario }) =>
  scenarioSchema.parse({ ...scenario, name: model, match: { model } }),
);
const real = createServer({ profile: 'server', speed: 0, scenarios });
const spec = createServer({ profile: 'spec', speed: 0, scenarios });

beforeAll(() => Promise.all([real.listen(), spec.listen()]));
afterAll(() => Promise.all([real.close(), spec.close()]));

async function ask(url: string, { workspace, request }: Exchange): Promise<RawResponse> {
  const response = await exchange(
    {
      target: `/chats/${workspace}/chat/completions`,
      headers: ['authorization: Bearer {key}', 'content-type: application/json'],
      body: JSON.stringify(request),
    },
    { url, key: 'any' },
  );
  if (response === undefined) throw new Error('The server closed the connection without a response.');
  return response;
}

/** The HTTP chunks of a response, with its ids masked as in the recordings. */
function chunksOf({ chunks = [] }: RawResponse): string[] {
  const boundary = '\u0000';
  return maskAnswer(chunks.map((chunk) => chunk.toString()).join(boundary)).split(boundary);
}

/** The real server makes the searches of one round in no fixed order: then the chunks are compared without theirs. */
function comparable(chunks: readonly string[], { note }: Exchange): readonly string[] {
  return note === undefined ? chunks : chunks.map((chunk) => chunk.replace(/"uuid\d+"/g, '"uuid"')).sort();
}

test('there are 32 exchanges', () => {
  expect(exchanges).toHaveLength(32);
});

test.each(exchanges)('$name', async (one) => {
  const response = await ask(real.url, one);
  const { version, status, reason, headers, cut } = response;
  expect(`${version} ${status} ${reason}`).toBe(one.response.status);
  expect(headers.map(maskHeader).sort()).toEqual(
    one.response.headers.map((line) => (line === 'date' ? 'date: *' : line)),
  );
  expect(comparable(chunksOf(response), one)).toEqual(comparable(one.response.chunks, one));
  expect(cut).toBe(false);
});

test.each(exchanges)('$name: the same chunks in the spec profile', async (one) => {
  const chunks = chunksOf(await ask(spec.url, one));
  const usage = one.request.stream_options === undefined ? [] : [expect.stringContaining('"choices":[]')];
  const recorded = one.response.chunks;
  expect(comparable(chunks, one)).toEqual(
    comparable([...recorded.slice(0, -1), ...usage, ...recorded.slice(-1)], one),
  );
});
