import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { loadProver } from '../../src/proof/prism-prover.ts';
import { Recorder } from '../../src/record/recorder.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import type { Outcome, ScenarioInput, Step } from '../../src/scenario/schema.ts';
import { Simulator } from '../../src/simulator/simulator.ts';
import type { Exchange } from '../../src/upstream/exchange.ts';
import { GALLERY } from '../gallery/golden.ts';
import { mask } from '../kit/mask.ts';
import { ask, exchangesWith } from './exchanges.ts';

/** Where a recording has other words than the scenario that was recorded, and plays the same; and why. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  'your-words': 'a template is recorded as what it became',
};

/** Where it plays something else, and why. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'code-block': 'an Authorization header in the answer is taken for a real one, and hidden',
  'held-answer': 'a hold that is released at once is not on the wire',
  'stalled-stream': 'the client left a silent stream: whether it had stalled is not known',
};

const original = createServer({ scenarios: [...GALLERY], seed: 1, speed: 0 });
const simulator = new Simulator({}, loadProver);
beforeAll(() => original.listen());
afterAll(() => original.close());

/** The one scenario that all of these exchanges become. */
async function record(exchanges: readonly Exchange[]) {
  const recorder = new Recorder();
  let yaml = '';
  for (const [index, exchange] of exchanges.entries()) {
    const made = await recorder.add(exchange);
    expect(made.exchanges).toBe(index + 1);
    yaml = made.yaml;
  }
  const { scenarios, problems } = parseScenarios(yaml);
  expect(problems).toEqual([]);
  const [scenario] = scenarios;
  if (scenario === undefined) throw new Error('Nothing was recorded.');
  return { scenario, yaml };
}

/** All that a scenario says, apart from how it is chosen and called, in one of several forms that say the same. */
function normal({ reply, turns, attempts, error, pace, model }: ScenarioInput) {
  return {
    ...{ pace, model, error },
    reply: reply?.flatMap(step),
    turns: turns?.map(outcome),
    attempts: attempts?.map(outcome),
  };
}

function outcome(one: Outcome) {
  if (Array.isArray(one)) return { reply: one.flatMap(step) };
  return 'reply' in one ? { ...one, reply: one.reply.flatMap(step) } : one;
}

function step({ id: _, ...one }: Step): object[] {
  // A reply finishes with `stop` by itself.
  if ('finish' in one && one.finish === 'stop') return [];
  if ('error' in one && typeof one.error === 'string') return [{ error: { message: one.error } }];
  if ('error' in one && typeof one.error === 'object') {
    const { type, ...error } = one.error;
    return [{ error: type === 'server_error' ? error : { type, ...error } }];
  }
  if (!('search' in one)) return [one];
  return [
    {
      search: [one.search].flat().map(({ q = '', filter = '', documents, ...search }) => ({
        ...{ q, filter, ...search },
        // Made up documents are recorded as what they were.
        documents: typeof documents === 'number' ? `${documents} documents` : documents,
      })),
    },
  ];
}

/** The recorded documents where the gallery only says how many. */
function counted(recorded: ReturnType<typeof normal>, gallery: ReturnType<typeof normal>): unknown {
  const like = (value: unknown, other: unknown): unknown => {
    if (typeof other === 'string' && Array.isArray(value)) return `${value.length} documents`;
    if (Array.isArray(value))
      return value.map((one, index) => like(one, (other as unknown[] | undefined)?.[index]));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, one]) => [
      key,
      like(one, (other as Record<string, unknown> | undefined)?.[key]),
    ]);
    return Object.fromEntries(entries);
  };
  return like(recorded, gallery);
}

describe.each(GALLERY.map((input) => [input.name, input] as const))('%s', (name, input) => {
  let exchanges: Exchange[] = [];
  beforeAll(async () => {
    exchanges = await exchangesWith(original, input);
  });

  test('the file is what a person wrote', async () => {
    const { scenario } = await record(exchanges);
    const [recorded, gallery] = [normal(scenario.input), normal(input)];
    if (name in DIFFERENCES || name in OTHER_WORDS) expect(counted(recorded, gallery)).not.toEqual(gallery);
    else expect(counted(recorded, gallery)).toEqual(gallery);
  });

  test('it is proven', async () => {
    const { scenario } = await record(exchanges);
    expect((await simulator.prove(scenario)).problems).toEqual([]);
  });

  test('it answers the same requests with the same events', async () => {
    const { scenario } = await record(exchanges);
    await using replay = createServer({
      scenarios: [scenario.input],
      seed: 1,
      speed: 0,
      onUnmatched: 'error',
    });
    await replay.listen();
    for (const { workspace, request, status, frames, ending } of exchanges) {
      // What the client did not wait for would come here.
      if (ending === 'left') continue;
      const answer = await ask(replay.url, workspace, request);
      const wire = frames.map(({ data }) => data).join('\n\n');
      expect(answer.status).toBe(status);
      if (name in DIFFERENCES) continue;
      expect(mask(answer.text.replace(/\n\n$/, ''))).toBe(mask(wire));
      expect(answer.broken).toBe(ending === 'broken');
    }
  });
});

test('the known differences are those of scenarios', () => {
  const names = GALLERY.map(({ name }) => name);
  expect(Object.keys({ ...DIFFERENCES, ...OTHER_WORDS }).filter((name) => !names.includes(name))).toEqual([]);
});
