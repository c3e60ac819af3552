import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer } from '../../src/index.ts';
import { scenarioSchema } from '../../src/scenario/schema.ts';
import { maskAnswer, maskHeader } from '../wire/mask.ts';
import { RawConnection, type RawResponse } from '../wire/raw-client.ts';
import exchanges from './streams.json' with { type: 'json' };

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
  const connection = await RawConnection.open(url);
  const body = JSON.stringify(request);
  connection.send(
    [
      `POST /chats/${workspace}/chat/completions HTTP/1.1`,
      'host: x',
      'authorization: Bearer any',
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
  const response = await connection.response();
  connection.close();
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

test.each(exchanges)('$name', async (exchange) => {
  const response = await ask(real.url, exchange);
  const { version, status, reason, headers, cut } = response;
  expect(`${version} ${status} ${reason}`).toBe(exchange.response.status);
  expect(headers.map(maskHeader).sort()).toEqual(
    exchange.response.headers.map((line) => (line === 'date' ? 'date: *' : line)),
  );
  expect(comparable(chunksOf(response), exchange)).toEqual(comparable(exchange.response.chunks, exchange));
  expect(cut).toBe(false);
});

test.each(exchanges)('$name: the same chunks in the spec profile', async (exchange) => {
  const chunks = chunksOf(await ask(spec.url, exchange));
  const usage =
    exchange.request.stream_options === undefined ? [] : [expect.stringContaining('"choices":[]')];
  const recorded = exchange.response.chunks;
  expect(comparable(chunks, exchange)).toEqual(
    comparable([...recorded.slice(0, -1), ...usage, ...recorded.slice(-1)], exchange),
  );
});
