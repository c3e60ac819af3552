import type { ChatMock } from '../../src/control/chat-mock.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { chatBody, declare, MEILI_TOOLS, readStream } from '../kit/chat.ts';
import type { HostClient, HostResponse } from '../kit/host-clients.ts';

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

/** What a conversation needs of a mock, wherever it is. */
export interface Steered {
  readonly url: string;
  readonly clock: Pick<ChatMock['clock'], 'pauseAt' | 'paused' | 'resume'>;
  readonly holds: Pick<ChatMock['holds'], 'release'>;
}

/**
 * All that a scenario says, over as many requests as that takes: tool results are brought, the next
 * question of the conversation is asked, a refused request is sent again.
 */
export async function converse(
  chat: Steered,
  client: HostClient,
  input: ScenarioInput,
): Promise<HostResponse[]> {
  const messages: Message[] = [{ role: 'user', content: 'What is there to see?' }];
  const responses: HostResponse[] = [];
  let turns = input.turns?.length ?? 1;
  let attempts = input.attempts?.length ?? 1;
  for (;;) {
    const response = await readOne(chat, client, input, messages);
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
  chat: Steered,
  client: HostClient,
  input: ScenarioInput,
  messages: readonly Message[],
): Promise<HostResponse> {
  const body = chatBody({ stream: true, messages, tools: declare(...MEILI_TOOLS, ...functionsOf(input)) });
  const headers = { 'x-mock-scenario': input.name };
  if (faultOf(input) === 'stall') {
    await chat.clock.pauseAt('fault');
    const sent = chat.clock.paused().then(({ streams }) => streams[0]?.sent ?? 0);
    const reading = client(chat.url, body, {
      headers,
      // All may be there before it is known how much that is.
      enough: async (text) => text.split('data: ').length > (await sent),
    });
    await sent;
    await chat.clock.resume();
    return reading;
  }
  const reading = client(chat.url, body, { headers });
  for (const step of stepsOf(input)) if ('hold' in step) await chat.holds.release(step.hold);
  return reading;
}
