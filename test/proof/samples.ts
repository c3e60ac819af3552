/** For each schema that matters one body that it takes and one, wrong in one place, that it refuses there. */
export interface Sample {
  readonly name: string;
  readonly side: 'request' | 'response';
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly type?: string;
  readonly good: unknown;
  readonly bad: unknown;
  /** Where the bad one is wrong, within the body. */
  readonly at: string;
}

export const CHAT = { method: 'post', path: '/chats/movies/chat/completions' };

export const chatRequest = {
  model: 'gpt-4o',
  stream: true,
  messages: [
    { role: 'system', content: 'Answer in one sentence.' },
    { role: 'user', content: [{ type: 'text', text: 'Which film?' }] },
  ],
  tools: [{ type: 'function', function: { name: '_meiliSearchProgress', description: 'Reports progress' } }],
};

/** A chunk of the stream, as the server serialises it. */
export function chunk(choice: object = {}, delta: object = {}) {
  return {
    id: 'chatcmpl-A',
    choices: [
      {
        index: 0,
        delta: { content: null, function_call: null, tool_calls: null, role: null, refusal: null, ...delta },
        finish_reason: null,
        logprobs: null,
        ...choice,
      },
    ],
    created: 1_760_000_000,
    model: 'gpt-4o-mini-2024-07-18',
    service_tier: 'default',
    system_fingerprint: 'fp_560af6e559',
    object: 'chat.completion.chunk',
    usage: null,
  };
}

export const toolCall = (name: string | null) => ({
  tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name, arguments: '{}' } }],
});

export const usage = {
  prompt_tokens: 3,
  completion_tokens: 2,
  total_tokens: 5,
  prompt_tokens_details: null,
  completion_tokens_details: null,
};

export const errorEvent = {
  event_id: '24fe74e6-0000-4000-8000-000000000001',
  type: 'error',
  error: {
    type: 'response_error',
    code: '404',
    message: 'Index `x` not found.',
    param: null,
    event_id: null,
  },
};

export const completion = {
  id: 'chatcmpl-A',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'Contact.' }, finish_reason: 'stop', logprobs: null },
  ],
  created: 1_760_000_000,
  model: 'gpt-4o',
  object: 'chat.completion',
  usage,
};

export const responseError = {
  message: 'Chat `x` not found',
  code: 'chat_not_found',
  type: 'invalid_request',
  link: 'https://docs.meilisearch.com/errors#chat_not_found',
};

const prompts = {
  system: 'a',
  searchDescription: 'b',
  searchQParam: 'c',
  searchFilterParam: 'd',
  searchIndexUidParam: 'e',
};

const settings = {
  source: 'openAi',
  orgId: null,
  projectId: null,
  apiVersion: null,
  deploymentId: null,
  baseUrl: null,
  apiKey: 'sk-abXXXXX...',
  prompts,
};

const features = Object.fromEntries(
  [
    ...['metrics', 'logsRoute', 'editDocumentsByFunction', 'containsFilter', 'dynamicSearchRules', 'network'],
    ...['getTaskDocumentsRoute', 'taskQueueCompactionRoute', 'compositeEmbedders', 'chatCompletions'],
    ...['multimodal', 'foreignKeys', 'disableDocumentsFetchQueue', 'legacySearch', 'renderRoute'],
  ].map((name) => [name, name === 'chatCompletions']),
);

const stream = { ...CHAT, side: 'response', status: 200, type: 'text/event-stream' } as const;
const response = { side: 'response', method: 'get', status: 200 } as const;
const request = { side: 'request', method: 'patch', status: 200 } as const;

export const SAMPLES: readonly Sample[] = [
  {
    ...{
      name: 'chat request',
      ...CHAT,
      ...request,
      method: 'post',
      good: chatRequest,
      at: 'messages.0.content',
    },
    bad: { ...chatRequest, messages: [{ role: 'user', content: 5 }] },
  },
  {
    ...{ name: 'named tool choice', ...CHAT, ...request, method: 'post', at: 'tool_choice' },
    good: { ...chatRequest, tool_choice: { type: 'function', function: { name: 'x' } } },
    bad: { ...chatRequest, tool_choice: { named: { type: 'function', function: { name: 'x' } } } },
  },
  {
    ...{ name: 'named function', ...CHAT, ...request, method: 'post', at: 'function_call' },
    good: { ...chatRequest, function_call: { name: 'x' } },
    bad: { ...chatRequest, function_call: { Function: { name: 'x' } } },
  },
  {
    ...{ name: 'eight bits', ...CHAT, ...request, method: 'post', at: 'n' },
    good: { ...chatRequest, n: 255 },
    bad: { ...chatRequest, n: 256 },
  },
  {
    ...{ name: 'completion', ...CHAT, ...response, method: 'post', good: completion, at: 'object' },
    bad: { ...completion, object: 'chat.completion.chunk' },
  },
  {
    ...{
      name: 'role of a chunk',
      ...stream,
      good: [chunk({}, { role: 'assistant' })],
      at: '0.choices.0.delta.role',
    },
    bad: [chunk({}, { role: 'bot' })],
  },
  {
    ...{ name: 'keys of a delta', ...stream, good: [chunk()], at: '0.choices.0.delta' },
    bad: [chunk({}, { reasoning_content: 'hm' })],
  },
  {
    ...{ name: 'nulls of a chunk', ...stream, good: [chunk()], at: '0.choices.0' },
    bad: [chunk({ logprobs: undefined })],
  },
  {
    ...{
      name: 'finish reason',
      ...stream,
      good: [chunk({ finish_reason: 'stop' })],
      at: '0.choices.0.finish_reason',
    },
    bad: [chunk({ finish_reason: 'done' })],
  },
  {
    ...{ name: 'tool call', ...stream, at: '0.choices.0.delta.tool_calls.0.function.name' },
    good: [chunk({}, toolCall('_meiliSearchProgress')), chunk({}, toolCall(null))],
    bad: [chunk({}, toolCall('two words'))],
  },
  {
    ...{ name: 'audio', ...stream, at: '0.choices.0.delta.audio.data' },
    good: [chunk({}, { audio: { id: 'a', data: 'UklGRg==' } })],
    bad: [chunk({}, { audio: { data: 5 } })],
  },
  {
    ...{ name: 'usage chunk', ...stream, at: '0.usage.total_tokens' },
    good: [{ ...chunk(), choices: [], usage }],
    bad: [{ ...chunk(), choices: [], usage: { ...usage, total_tokens: -1 } }],
  },
  {
    ...{ name: 'error event', ...stream, good: [errorEvent], at: '0.error.code' },
    bad: [{ ...errorEvent, error: { ...errorEvent.error, code: 404 } }],
  },
  ...[400, 401, 403, 404, 413, 415, 500, 501, 507].map((status) => ({
    ...{
      name: `error ${status}`,
      ...CHAT,
      side: 'response' as const,
      status,
      good: responseError,
      at: 'code',
    },
    bad: { ...responseError, code: 'no_such_code' },
  })),
  {
    ...{ name: 'workspaces', ...response, path: '/chats', at: 'total' },
    good: { results: [{ uid: 'a' }], offset: 0, limit: 20, total: 1 },
    bad: { results: [{ uid: 'a' }], offset: 0, limit: 20, total: '1' },
  },
  {
    ...{ name: 'workspace', ...response, path: '/chats/a', good: { uid: 'a' }, at: 'uid' },
    bad: { uid: null },
  },
  ...['get', 'patch', 'delete'].map((method) => ({
    ...{
      name: `settings after ${method}`,
      ...response,
      method,
      path: '/chats/a/settings',
      good: settings,
      at: 'source',
    },
    bad: { ...settings, source: 'gemini' },
  })),
  {
    ...{ name: 'settings update', ...request, path: '/chats/a/settings', at: 'prompts.system' },
    good: { source: 'mistral', apiKey: null, prompts: { system: null } },
    bad: { prompts: { system: 5 } },
  },
  ...['get', 'patch'].map((method) => ({
    ...{ name: `features after ${method}`, ...response, method, path: '/experimental-features' },
    ...{ good: features, bad: { ...features, metrics: 'on' }, at: 'metrics' },
  })),
  {
    ...{ name: 'features update', ...request, path: '/experimental-features', at: 'chatCompletions' },
    good: { chatCompletions: true },
    bad: { chatCompletions: 1 },
  },
  {
    ...{ name: 'health', ...response, path: '/health', good: { status: 'available' }, at: 'status' },
    bad: { status: 'ok' },
  },
  {
    ...{ name: 'version', ...response, path: '/version', at: 'commitDate' },
    good: { commitSha: 'a', commitDate: 'b', pkgVersion: '1.48.1' },
    bad: { commitSha: 'a', commitDate: 5, pkgVersion: '1.48.1' },
  },
];
