import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFetchMock } from '../../src/fetch.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import { loadProver } from '../../src/proof/prism-prover.ts';
import { importScenarios } from '../../src/record/import/import.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { Simulator } from '../../src/simulator/simulator.ts';
import { overFetch, overHttp } from '../kit/host-clients.ts';
import { mask } from '../kit/mask.ts';
import streams from '../recorded/streams.json' with { type: 'json' };
import { converse } from './converse.ts';

/** Scenarios that nobody wrote: of what a real Meilisearch sent, and of what a browser saved. */
async function recorded(): Promise<Scenario[]> {
  const rounds = streams.find(({ name }) => name === 'two announced rounds');
  const har = readFileSync(new URL('../fixtures/chat.har', import.meta.url), 'utf8');
  const made = [
    await importScenarios(rounds?.response.chunks.join('') ?? '', { file: 'real-rounds.sse' }),
    await importScenarios(har, { file: 'chat.har' }),
  ];
  return made.flatMap(({ scenarios }) => scenarios).flatMap(({ yaml }) => parseScenarios(yaml).scenarios);
}

const scenarios = await recorded();
const inputs = scenarios.map(({ input }) => input);
const options = { scenarios: inputs, seed: 1, speed: 0 };
const server = createServer(options);
const mock = createFetchMock(options);
beforeAll(() => server.listen());
afterAll(() => server.close());

test('they are there', () => {
  expect(inputs.map(({ name }) => name)).toEqual([
    'real-rounds',
    'recommend-a-film-about-space',
    'too-much-at-once',
  ]);
});

test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  '%s is proven',
  async (_, scenario) => {
    expect((await new Simulator({}, loadProver).prove(scenario)).problems).toEqual([]);
  },
);

test.each(inputs.map((input) => [input.name, input] as const))(
  '%s is the same over each host',
  async (_, input) => {
    const overNet = await converse(server, overHttp, input);
    const inProcess = await converse(mock, overFetch(mock), input);
    expect(inProcess.map(({ bytes }) => bytes.toString())).toEqual(
      overNet.map(({ bytes }) => bytes.toString()),
    );
    expect(overNet).toHaveLength(input.turns?.length ?? 1);
  },
);

test('what was imported is what was on the wire', async () => {
  const [input] = inputs;
  if (input === undefined) throw new Error('Nothing was imported.');
  const [answer] = await converse(server, overHttp, input);
  const wire = streams.find(({ name }) => name === 'two announced rounds')?.response.chunks.join('') ?? '';
  const comparable = (text: string) => mask(text).replace(/"(model)":"[^"]*"/g, '"$1":0');
  expect(comparable(answer?.bytes.toString() ?? '')).toBe(comparable(wire));
});
