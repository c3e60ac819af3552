import type { Random } from '../random.ts';
import type { Draft } from './draft.ts';

/** Workspaces that name a scenario of the gallery whose stream ends by itself. */
const SCENARIOS = [
  ...['movie-night', 'fast-burst', 'many-sources', 'two-searches', 'parallel-tool-calls', 'refusal', 'table'],
  ...['external-tool-call', 'search-rounds', 'search-fails', 'follow-up', 'languages', 'length-limit'],
  ...['keep-alive', 'rate-limited', 'truncated', 'half-frame', 'connection-reset'],
];
/** Workspaces whose stream stays open. */
const OPEN_ENDED = ['held-answer', 'stalled-stream'];

const MEILI_TOOLS = [
  '_meiliSearchProgress',
  '_meiliSearchSources',
  '_meiliAppendConversationMessage',
  '_meiliReportErrors',
];

const WORDS = [
  'recommend a film about space',
  'suggest one',
  'hello',
  'what is in the index?',
  '',
  'écrivez 日本語 😀',
];

/** Requests that the server takes, with random fields. */
export function validChat(random: Random): Draft {
  if (random.chance(0.02)) {
    const body = JSON.stringify({ ...chatBody(random), stream: true });
    return { path: chatPath(random.pick(OPEN_ENDED)), body, ending: 'keep' };
  }
  return { path: chatPath(workspace(random)), body: JSON.stringify(chatBody(random)) };
}

export const chatPath = (uid: string): string => `/chats/${uid}/chat/completions`;

export function workspace(random: Random): string {
  return random.weighted([
    [5, 'main'],
    [3, random.pick(SCENARIOS)],
    [1, `w${random.below(1000)}`],
    [1, encodeURIComponent(random.text(12)) || 'x'],
  ]);
}

export function chatBody(random: Random): Record<string, unknown> {
  return {
    model: random.pick(['gpt-4o', 'mistral-large', 'x']),
    messages: [...random.list(3, () => message(random)), { role: 'user', content: userText(random) }],
    stream: random.chance(0.6),
    ...random.some(
      {
        n: () => random.pick([1, 1, 2, 3, 8]),
        logprobs: () => true,
        top_logprobs: () => random.below(6),
        max_tokens: () => random.pick([0, 1, 7, 100, 4096, 4_294_967_295]),
        max_completion_tokens: () => random.below(50),
        temperature: () => random.next() * 2,
        top_p: () => random.next(),
        seed: () => random.below(1e9),
        stop: () => random.pick<unknown>(['.', ['a', ' '], '', random.text(3)]),
        user: () => random.text(),
        metadata: () => random.json(),
        logit_bias: () => ({ 50256: -100, x: random.json(1) }),
        stream_options: () => ({ include_usage: random.chance(0.5) }),
        response_format: () => ({ type: random.pick(['text', 'json_object']) }),
        tools: () => random.list(5, () => tool(random)),
        tool_choice: () => random.pick(['none', 'auto', 'required']),
        parallel_tool_calls: () => random.chance(0.5),
        modalities: () => ['text'],
        frequency_penalty: () => random.next(),
        reasoning_effort: () => random.pick(['low', 'medium', 'high']),
        service_tier: () => 'auto',
        prediction: () => ({ type: 'content', content: random.text(50) }),
      },
      0.15,
    ),
  };
}

function message(random: Random): Record<string, unknown> {
  const role = random.pick(['system', 'developer', 'user', 'assistant', 'tool', 'function']);
  const content = random.text(60);
  switch (role) {
    case 'user':
      return { role, content: random.chance(0.5) ? content : parts(random) };
    case 'assistant':
      return random.chance(0.5)
        ? { role, content }
        : { role, content: null, tool_calls: random.list(3, () => toolCall(random)) };
    case 'tool':
      return { role, content, tool_call_id: random.pick(['call_1', random.text(8)]) };
    case 'function':
      return { role, content, name: random.text(8) };
    default:
      return { role, content };
  }
}

function parts(random: Random): unknown[] {
  return random.list(4, () =>
    random.pick<unknown>([
      { type: 'text', text: random.text(60) },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(random.below(2000))}` } },
      { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
    ]),
  );
}

function toolCall(random: Random) {
  const name = random.pick(['_meiliSearchInIndex', 'f', random.text(8)]);
  const args = random.pick(['{}', '{"index_uid":"movies","q":"x"}', random.text(20)]);
  return {
    id: random.pick(['call_1', random.text(8)]),
    type: 'function',
    function: { name, arguments: args },
  };
}

function tool(random: Random) {
  const name = random.chance(0.6) ? random.pick(MEILI_TOOLS) : random.text(10);
  const parameters = { type: 'object', properties: { a: { type: random.pick(['string', 'number']) } } };
  return { type: 'function', function: { name, ...(random.chance(0.7) ? { parameters } : {}) } };
}

function userText(random: Random): string {
  return random.chance(0.6) ? random.pick(WORDS) : random.text(80);
}
