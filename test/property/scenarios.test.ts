import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChatMockError } from '../../src/error.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import { checkScenario } from '../../src/scenario/scenario.ts';
import { type ScenarioInput, scenarioSchema } from '../../src/scenario/schema.ts';
import { stepsOf } from '../gallery/converse.ts';
import { chatBody, declare, MEILI_TOOLS, readStream, readWire, type WireResponse } from '../kit/chat.ts';
import { fromSchema } from './from-schema.ts';

const server = createServer({ speed: 0 });
beforeAll(() => server.listen());
afterAll(() => server.close());

const name = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,8}$/);
const functionName = fc.oneof(
  { weight: 2, arbitrary: fc.stringMatching(/^[a-zA-Z0-9_-]{1,12}$/) },
  { weight: 1, arbitrary: fc.constantFrom('two words', 'é', '_meiliSearchInIndex') },
);
const json = fc.jsonValue({ maxDepth: 2 });

/** Every scenario that the schema has a shape for; a stream that stalls would not end. */
const { reply, turns, attempts, error, name: _, $schema, ...rest } = scenarioSchema.shape;
const hints = {
  name: functionName,
  id: name,
  hold: name,
  fault: fc.constantFrom('reset', 'truncate', 'half-frame', 'no-done'),
  base64: fc.base64String({ maxLength: 40 }),
  documents: fc.oneof(
    fc.nat(30),
    fc.array(fc.dictionary(fc.string({ maxLength: 8 }), json, { maxKeys: 4 }), { maxLength: 3 }),
  ),
};
const others = fc.record(
  Object.fromEntries(Object.entries(rest).map(([key, schema]) => [key, fromSchema(schema, hints)])),
  {
    requiredKeys: [],
  },
);
const outcome = fc.oneof(
  ...Object.entries({ reply, turns, attempts, error }).map(([key, schema]) =>
    fromSchema(schema, hints).map((value) => ({ [key]: value })),
  ),
);
const scenario = fc
  .tuple(others, outcome)
  .map(([more, said]) => ({ name: 'arbitrary', ...more, ...said }) as ScenarioInput);

/** Asks, and lets the stream go on from every hold that it comes to. */
async function ask(input: ScenarioInput, stream: boolean): Promise<WireResponse> {
  const holds = new Set(stepsOf(input).flatMap((step) => ('hold' in step ? [step.hold] : [])));
  const over = new AbortController();
  const releasing = [...holds].map(async (hold) => {
    try {
      for (;;) await server.holds.release(hold, { signal: over.signal });
    } catch (error) {
      if (!over.signal.aborted) throw error;
    }
  });
  const body = chatBody({ stream, tools: declare(...MEILI_TOOLS), logprobs: true });
  try {
    return await readWire(server.url, body, { headers: { 'accept-encoding': 'identity' } });
  } finally {
    over.abort();
    await Promise.all(releasing);
  }
}

function wellFormed(input: ScenarioInput, stream: boolean, { status, headers, bytes, broken }: WireResponse) {
  expect(JSON.parse(String(headers['sl-violations'] ?? '[]'))).toEqual([]);
  const wrong = stepsOf(input).some((step) => 'raw' in step || 'fault' in step);
  if (wrong && status === 200) return;
  expect(broken).toBeUndefined();
  const text = bytes.toString();
  if (status === 200 && stream) {
    const { done, retry, finish, errors } = readStream(text);
    expect([done, retry]).toEqual([true, 10_000]);
    const breaksOff = stepsOf(input).some((step) => 'finish' in step && step.finish === 'none');
    expect(finish !== null || errors.length > 0 || breaksOff).toBe(true);
  } else if (status === 200) {
    expect(JSON.parse(text)).toMatchObject({ object: 'chat.completion' });
  } else {
    expect(Object.keys(JSON.parse(text))).toEqual(['message', 'code', 'type', 'link']);
    // Nothing but what the scenario says may fail.
    expect(JSON.stringify(input), text).toContain('"error":');
  }
}

test('a scenario has a problem, or is served: no crash, no hang, and every stream is whole', async () => {
  const seen = { refused: 0, unproven: 0, served: 0 };
  await fc.assert(
    fc.asyncProperty(scenario, async (input) => {
      const { problems } = checkScenario(input);
      if (problems.some(({ severity }) => severity === 'error')) {
        seen.refused++;
        await expect(server.use(input)).rejects.toMatchObject({ code: 'invalid-scenario' });
        return;
      }
      await server.reset();
      try {
        await server.use(input);
      } catch (error) {
        // Its answer breaks the document, and the problem says so.
        expect(error).toBeInstanceOf(ChatMockError);
        expect(error).toMatchObject({ code: 'invalid-scenario' });
        expect(String(error)).toContain('the answer breaks the OpenAPI document');
        seen.unproven++;
        return;
      }
      for (const stream of [true, false]) {
        const response = await ask(input, stream).catch((error: unknown) => error);
        if (response instanceof Error) {
          // A fault that strikes before the headers, in an answer that is one body.
          expect([stream, stepsOf(input).some((step) => 'fault' in step)]).toEqual([false, true]);
        } else {
          wellFormed(input, stream, response as WireResponse);
        }
      }
      expect((await server.requests()).every(({ ending }) => ending !== undefined)).toBe(true);
      seen.served++;
    }),
    { numRuns: 300 },
  );
  // The property is worth something only if all of these come.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  expect(seen.served).toBeGreaterThan(50);
}, 60_000);
