import { expect, test } from 'vitest';
import { checkRequest, type RequestFacts } from '../../src/meilisearch/checks.ts';

const JSON_HEADERS = { authorization: 'Bearer x', 'content-type': 'application/json' };
const body = (fields: Record<string, unknown> = {}) =>
  new TextEncoder().encode(
    JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }], stream: true, ...fields }),
  );
const tool = (name: string, parameters?: unknown) => ({ type: 'function', function: { name, parameters } });

const good: RequestFacts = {
  headers: JSON_HEADERS,
  body: body(),
  workspace: 'movies',
  keys: [],
  chatCompletions: true,
  workspaceExists: (uid) => uid === 'movies',
  profile: 'server',
  limit: 100,
  now: new Date(),
};

interface Row {
  readonly check: string;
  readonly facts: Partial<RequestFacts>;
  /** Status, code and message; or a dropped connection. */
  readonly refusal: readonly [number, string, string] | 'panic';
  /** What the `spec` profile warns of instead of refusing. */
  readonly warning?: string;
}

/** A request for each check, in their order: the checks before it let the request pass. */
const ROWS: readonly Row[] = [
  {
    check: 'authorization',
    facts: { headers: { ...JSON_HEADERS, authorization: 'Bearer y' }, keys: [{ key: 'x' }] },
    refusal: [403, 'invalid_api_key', 'The provided API key is invalid.'],
  },
  {
    check: 'content type missing',
    facts: { headers: { authorization: 'Bearer x' } },
    refusal: [
      415,
      'missing_content_type',
      'A Content-Type header is missing. Accepted values for the Content-Type header are: `application/json`',
    ],
  },
  {
    check: 'content type',
    facts: { headers: { ...JSON_HEADERS, 'content-type': 'text/plain; charset=utf-8' } },
    refusal: [
      415,
      'invalid_content_type',
      'The Content-Type `text/plain; charset=utf-8` is invalid. Accepted values for the Content-Type header are: `application/json`',
    ],
  },
  {
    check: 'body size, announced',
    facts: { body: { overflow: 'content-length', length: 101 } },
    refusal: [500, 'internal', 'JSON payload (101 bytes) is larger than allowed (limit: 100 bytes).'],
  },
  {
    check: 'body size, chunked',
    facts: { body: { overflow: 'chunked', length: 0 } },
    refusal: [413, 'payload_too_large', 'JSON payload has exceeded limit (100 bytes).'],
  },
  {
    check: 'body missing',
    facts: { body: new Uint8Array() },
    refusal: [400, 'missing_payload', 'A json payload is missing.'],
  },
  {
    check: 'body malformed',
    facts: { body: new TextEncoder().encode('{"model":"m",}') },
    refusal: [
      400,
      'malformed_payload',
      'The json payload provided is malformed. `trailing comma at line 1 column 14`.',
    ],
  },
  {
    check: 'body shape',
    facts: { body: new TextEncoder().encode('{"messages":[]}') },
    refusal: [400, 'bad_request', 'Json deserialize error: missing field `model` at line 1 column 15'],
  },
  {
    check: 'feature',
    facts: { chatCompletions: false },
    refusal: [
      400,
      'feature_not_enabled',
      'using the /chats chat completions route requires enabling the `chat completions` experimental feature. See https://github.com/orgs/meilisearch/discussions/835',
    ],
  },
  {
    check: 'single choice',
    facts: { body: body({ n: 0 }) },
    refusal: [
      501,
      'unimplemented_multi_choice_chat_completions',
      'You tried to specify n = 0 but only single choices are supported (n = 1).',
    ],
    warning:
      'a real Meilisearch answers 501 unimplemented_multi_choice_chat_completions: You tried to specify n = 0 but only single choices are supported (n = 1).',
  },
  {
    check: 'stream',
    facts: { body: body({ stream: null }) },
    refusal: [
      501,
      'unimplemented_non_streaming_chat_completions',
      'Non-streamed chat completions is not implemented',
    ],
    warning:
      'a real Meilisearch answers 501 unimplemented_non_streaming_chat_completions: Non-streamed chat completions is not implemented',
  },
  {
    check: 'workspace',
    facts: { workspace: 'film club' },
    refusal: [404, 'chat_not_found', 'Chat `film club` not found'],
  },
  {
    check: 'bearer token',
    facts: { headers: { 'content-type': 'application/json' } },
    refusal: 'panic',
  },
  {
    check: 'tools',
    facts: {
      body: body({ tools: [tool('_meiliSearchSources'), tool('météo'), tool('_meiliSearchInIndex')] }),
    },
    refusal: [
      501,
      'unimplemented_external_function_calling',
      'météo: External functions are not supported yet.',
    ],
    warning:
      'a real Meilisearch answers 501 unimplemented_external_function_calling: m\\u00e9t\\u00e9o: External functions are not supported yet.',
  },
];

const refusalOf = async (facts: RequestFacts) => {
  const result = await checkRequest(facts);
  if (!('refusal' in result) || result.refusal === 'panic') return result;
  const { status, body } = result.refusal;
  return [status, body.code, body.message];
};

const codeOf = async (facts: RequestFacts) => {
  const result = await checkRequest(facts);
  return 'refusal' in result && result.refusal !== 'panic' ? result.refusal.body.code : result;
};

test('a good request passes', async () => {
  const request = { model: 'm', messages: [{ role: 'user', content: 'hi' }], stream: true };
  expect(await checkRequest(good)).toEqual({
    request,
    written: request,
    grant: { bearer: true },
    warnings: [],
  });
});

test.each(ROWS)('$check: refused by the server profile', async ({ facts, refusal }) => {
  const expected = refusal === 'panic' ? { refusal } : refusal;
  expect(await refusalOf({ ...good, ...facts })).toEqual(expected);
});

test.each(ROWS.filter(({ warning }) => warning !== undefined))(
  '$check: answered by the spec profile, with a warning',
  async ({ facts, warning }) => {
    expect(await checkRequest({ ...good, ...facts, profile: 'spec' })).toMatchObject({ warnings: [warning] });
  },
);

test.each(ROWS.filter(({ warning, refusal }) => warning === undefined && refusal !== 'panic'))(
  '$check: refused by the spec profile too',
  async ({ facts, refusal }) => {
    expect(await refusalOf({ ...good, ...facts, profile: 'spec' })).toEqual(refusal);
  },
);

test('where the real server would panic, the spec profile asks for a token', async () => {
  const facts = { ...good, headers: { 'content-type': 'application/json' }, profile: 'spec' } as const;
  expect(await codeOf(facts)).toBe('missing_authorization_header');
});

const invalid = {
  authorization: { headers: { 'content-type': 'application/json' }, keys: [{ key: 'x' }] },
  json: { body: new TextEncoder().encode('{') },
  feature: { chatCompletions: false },
  workspace: { workspace: 'unknown' },
};

test.each([
  ['a bad key and bad JSON', { ...invalid.json, ...invalid.authorization }, 'missing_authorization_header'],
  ['bad JSON and the feature off', { ...invalid.json, ...invalid.feature }, 'malformed_payload'],
  ['the feature off and n: 2', { body: body({ n: 2 }), ...invalid.feature }, 'feature_not_enabled'],
  [
    'n: 2 and no stream',
    { body: body({ n: 2, stream: false }) },
    'unimplemented_multi_choice_chat_completions',
  ],
  [
    'n: 2 and an unknown workspace',
    { body: body({ n: 2 }), ...invalid.workspace },
    'unimplemented_multi_choice_chat_completions',
  ],
  [
    'no stream and an unknown workspace',
    { body: body({ stream: false }), ...invalid.workspace },
    'unimplemented_non_streaming_chat_completions',
  ],
  [
    'an unknown workspace and an external tool',
    { body: body({ tools: [tool('x')] }), ...invalid.workspace },
    'chat_not_found',
  ],
  [
    'an unknown workspace and no token',
    { headers: { 'content-type': 'application/json' }, ...invalid.workspace },
    'chat_not_found',
  ],
] as const)('of %s the first in order is told', async (_, facts, code) => {
  expect(await codeOf({ ...good, ...facts })).toBe(code);
});

test("a client's own search tool is a bad request, if it comes first", async () => {
  const facts = { ...good, body: body({ tools: [tool('_meiliSearchInIndex'), tool('x')] }) };
  expect(await refusalOf(facts)).toEqual([
    400,
    'bad_request',
    '_meiliSearchInIndex function is already defined.',
  ]);
  expect(await checkRequest({ ...facts, profile: 'spec' })).toMatchObject({
    warnings: [
      'a real Meilisearch answers 400 bad_request: _meiliSearchInIndex function is already defined.',
    ],
  });
});

test('the spec profile warns of all that the real server would refuse', async () => {
  const facts = {
    ...good,
    profile: 'spec',
    body: body({ n: 2, stream: false, tools: [tool('x')] }),
  } as const;
  const result = await checkRequest(facts);
  expect('warnings' in result && result.warnings).toHaveLength(3);
});

test("a schema with the documentation's names is answered, with a warning", async () => {
  const properties = (...names: string[]) => ({
    properties: Object.fromEntries(names.map((name) => [name, {}])),
  });
  const tools = [
    tool('_meiliSearchProgress', properties('call_id', 'function_name', 'function_parameters')),
    tool('_meiliSearchSources', properties('call_id', 'documents')),
  ];
  expect(await checkRequest({ ...good, body: body({ tools }) })).toMatchObject({
    warnings: [
      'the schema of _meiliSearchProgress expects `function_parameters` as the documentation has it; a real Meilisearch sends `function_arguments`',
      'the schema of _meiliSearchSources expects `documents` as the documentation has it; a real Meilisearch sends `sources`',
    ],
  });
});

test('a schema that takes both names, or the right one, is left in peace', async () => {
  const tools = [
    tool('_meiliSearchProgress', { properties: { function_arguments: {} } }),
    tool('_meiliSearchSources', { properties: { documents: {}, sources: {} } }),
    tool('_meiliAppendConversationMessage', 'no schema'),
  ];
  expect(await checkRequest({ ...good, body: body({ tools }) })).toMatchObject({ warnings: [] });
});
