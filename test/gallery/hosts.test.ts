import { setupServer } from 'msw/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFetchMock } from '../../src/fetch.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import { chatHandlers } from '../../src/msw.ts';
import { type HostResponse, overFetch, overHttp } from '../kit/host-clients.ts';
import { converse, faultOf } from './converse.ts';
import { GALLERY as scenarios } from './golden.ts';

const options = { scenarios, seed: 1, speed: 0 };
const server = createServer(options);
const mock = createFetchMock(options);
const handlers = chatHandlers(options);
const network = setupServer(...handlers);

beforeAll(() => server.listen());
afterAll(() => server.close());

describe('Express, fetch and msw answer alike, chunk by chunk', () => {
  // While msw listens, it hands over all other requests in pieces of its own.
  beforeAll(() => network.listen({ onUnhandledRequest: 'bypass' }));
  afterAll(() => network.close());
  test.each(scenarios.map((input) => [input.name, input] as const))('%s', async (_, input) => {
    const [overNet, inProcess, overMsw] = [
      await converse(server, overHttp, input),
      await converse(mock, overFetch(mock), input),
      await converse(handlers.chat, overFetch(globalThis), input),
    ];
    expect(inProcess.map(asText)).toEqual(overNet.map(asText));
    expect(overMsw.map(asText)).toEqual(overNet.map(withoutEncoding).map(asText));
    expect(overNet.length).toBeGreaterThan(0);
  });
});

/** msw decodes bodies, so none says that it is encoded, which streams of the real server say as `identity`. */
function withoutEncoding({ headers, ...response }: HostResponse): HostResponse {
  const { 'content-encoding': _, ...others } = headers;
  return { ...response, headers: others };
}

/** Texts are compared in a fraction of the time of bytes. */
function asText({ chunks, bytes, ...response }: HostResponse) {
  return { ...response, chunks: chunks.map((chunk) => chunk.toString('latin1')), length: bytes.length };
}

test('what a Response cannot say is in the journal', async () => {
  const broken = scenarios.filter((input) => ['reset', 'half-frame'].includes(faultOf(input) ?? ''));
  expect(broken.length).toBeGreaterThan(1);
  for (const input of broken) {
    await converse(mock, overFetch(mock), input);
    const { warnings = [], ending } = (await mock.lastRequest()) ?? {};
    expect(ending).toEqual({ type: 'fault', fault: faultOf(input) });
    expect(warnings).toEqual([
      `fetch cannot do the fault "${faultOf(input)}": its client sees that the body fails`,
    ]);
  }
});
