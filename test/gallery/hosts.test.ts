import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFetchMock } from '../../src/fetch.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import { overFetch, overHttp } from '../kit/host-clients.ts';
import { readGallery } from '../scenario/gallery.ts';
import { converse, faultOf } from './converse.ts';

const scenarios = readGallery().flatMap((file) => file.scenarios.map(({ input }) => input));
const options = { scenarios, seed: 1, speed: 0 };
const server = createServer(options);
const mock = createFetchMock(options);

beforeAll(() => server.listen());
afterAll(() => server.close());

describe('Express and fetch answer alike, chunk by chunk', () => {
  test.each(scenarios.map((input) => [input.name, input] as const))('%s', async (_, input) => {
    const [overNet, inProcess] = [
      await converse(server, overHttp, input),
      await converse(mock, overFetch(mock), input),
    ];
    expect(inProcess).toEqual(overNet);
    expect(overNet.length).toBeGreaterThan(0);
  });
});

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
