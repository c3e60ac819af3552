import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChatMockError } from '../../src/error.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import { checkScenario } from '../../src/scenario/scenario.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { stepsOf } from '../gallery/converse.ts';
import { chatBody, declare, MEILI_TOOLS, readStream, readWire, type WireResponse } from '../kit/chat.ts';
import { scenarioInput } from './scenario-input.ts';

const server = createServer({ speed: 0 });
beforeAll(() => server.listen());
afterAll(() => server.close());

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
  const note = String(headers['x-mock-warning'] ?? '');
  if ((status === 200 && wrong) || note.includes('the fault')) return;
  if (input.chaos !== undefined) expect(note).toContain('chaos: ');
  expect(broken).toBeUndefined();
  const text = bytes.toString();
  if (status === 200 && stream) {
    const { done, retry, finish, errors } = readStream(text);
    expect([done, retry]).toEqual([true, 10_000]);
    const breaksOff = stepsOf(input).some((step) => 'finish' in step && step.finish === 'none');
    expect(finish !== null || errors.length > 0 || breaksOff).toBe(true);
  } else if (status === 200) {
    expect(JSON.parse(text)).toMatchObject({ object: 'chat.completion' });
  } else if (/"status":\d/.test(JSON.stringify(input)) || note.includes('the error')) {
    // A gateway's answer says what it likes.
    expect(status).toBeGreaterThanOrEqual(400);
  } else {
    expect(Object.keys(JSON.parse(text))).toEqual(['message', 'code', 'type', 'link']);
    // Nothing but what the scenario says may fail.
    expect(JSON.stringify(input), text).toContain('"error":');
  }
}

test('a scenario has a problem, or is served: no crash, no hang, and every stream is whole', async () => {
  const seen = { refused: 0, unproven: 0, served: 0 };
  await fc.assert(
    fc.asyncProperty(scenarioInput, async (input) => {
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
        // Its answer breaks the document, or its data is not there, and the problem says so.
        expect(error).toBeInstanceOf(ChatMockError);
        expect(error).toMatchObject({ code: 'invalid-scenario' });
        expect(String(error)).toMatch(/the answer breaks the OpenAPI document|the data file cannot be used/);
        seen.unproven++;
        return;
      }
      for (const stream of [true, false]) {
        const response = await ask(input, stream).catch((error: unknown) => error);
        if (response instanceof Error) {
          // A fault that strikes before the headers, in an answer that is one body.
          const breaks = !stream && stepsOf(input).some((step) => 'fault' in step);
          expect(breaks || input.chaos !== undefined).toBe(true);
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
