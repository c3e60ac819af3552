import type { ChatMockServer } from '../../src/hosts/server/server.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { chatBody, declare, MEILI_TOOLS, readStream, readWire, type WireResponse } from '../kit/chat.ts';

interface Message {
  readonly role: string;
  readonly content?: string | null;
  readonly tool_calls?: unknown;
  readonly tool_call_id?: string;
}

/** The steps of all parts of a scenario. */
export function stepsOf(input: ScenarioInput) {
  const outcomes = [...(input.turns ?? []), ...(input.attempts ?? [])];
  const inner = outcomes.flatMap((outcome) =>
    Array.isArray(outcome) ? outcome : 'reply' in outcome ? outcome.reply : [],
  );
  return [...(input.reply ?? []), ...inner];
}

/** The functions of the client that a scenario calls. */
export function functionsOf(input: ScenarioInput): string[] {
  const names = stepsOf(input).flatMap((step) => ('toolCall' in step ? [step.toolCall.name] : []));
  return [...new Set(names)];
}

export function faultOf(input: ScenarioInput): string | undefined {
  return stepsOf(input).flatMap((step) => ('fault' in step ? [step.fault] : []))[0];
}

/**
 * All that a scenario says, over as many requests as that takes: tool results are brought, the next
 * question of the conversation is asked, a refused request is sent again.
 */
export async function converse(server: ChatMockServer, input: ScenarioInput): Promise<WireResponse[]> {
  const messages: Message[] = [{ role: 'user', content: 'What is there to see?' }];
  const responses: WireResponse[] = [];
  let turns = input.turns?.length ?? 1;
  let attempts = input.attempts?.length ?? 1;
  for (;;) {
    const response = await readOne(server, input, messages);
    responses.push(response);
    const { calls, text } = readStream(response.bytes.toString());
    if (calls.length > 0) {
      const tool_calls = calls.map(({ id, ...call }) => ({ id, type: 'function', function: call }));
      messages.push({ role: 'assistant', content: null, tool_calls });
      for (const { id } of calls) messages.push({ role: 'tool', content: 'done', tool_call_id: id });
    } else if (turns > 1) {
      turns--;
      messages.push({ role: 'assistant', content: text }, { role: 'user', content: 'And then?' });
    } else if (attempts > 1) {
      attempts--;
    } else {
      return responses;
    }
  }
}

/** One response. Holds are released as they are reached; a client leaves a stream that has stalled. */
async function readOne(
  server: ChatMockServer,
  input: ScenarioInput,
  messages: readonly Message[],
): Promise<WireResponse> {
  const body = chatBody({ stream: true, messages, tools: declare(...MEILI_TOOLS, ...functionsOf(input)) });
  const headers = { 'x-mock-scenario': input.name };
  if (faultOf(input) === 'stall') {
    await server.clock.pauseAt('fault');
    let expected = Number.POSITIVE_INFINITY;
    const reading = readWire(server.url, body, {
      headers,
      enough: (text) => text.split('data: ').length > expected,
    });
    const { streams } = await server.clock.paused();
    expected = streams[0]?.sent ?? 0;
    await server.clock.resume();
    return reading;
  }
  const reading = readWire(server.url, body, { headers });
  for (const step of stepsOf(input)) if ('hold' in step) await server.holds.release(step.hold);
  return reading;
}
