import { expect, test } from 'vitest';
import type { ApiKey } from '../../src/meilisearch/auth.ts';
import { answerMeilisearch } from '../../src/meilisearch/routes/answer.ts';
import { chatWorkspace } from '../../src/meilisearch/routes/chat-completion.ts';
import { DEFAULT_CHAT_SETTINGS } from '../../src/meilisearch/routes/chat-settings.ts';
import { MEILI_ROUTES } from '../../src/meilisearch/routes/routes.ts';
import { Instance } from '../../src/meilisearch/routes/state.ts';
import type { MeiliFacts } from '../../src/meilisearch/routes/types.ts';

const utf8 = new TextEncoder();
const NOW = new Date('2026-03-04T05:06:07.080Z');

interface Asked extends Partial<Omit<MeiliFacts, 'body'>> {
  readonly body?: unknown;
  readonly raw?: string;
}

/** Asks `METHOD /path?query` of an instance, with a bearer token and, where there is a body, as JSON. */
async function ask(line: string, { body, raw, headers, ...facts }: Asked = {}) {
  const [method = '', url = ''] = line.split(' ');
  const [path = '', query = ''] = url.split('?');
  const text = raw ?? (body === undefined ? '' : JSON.stringify(body));
  return answerMeilisearch({
    method,
    path,
    query,
    headers: { authorization: 'Bearer x', 'content-type': 'application/json', ...headers },
    body: utf8.encode(text),
    json: () => JSON.parse(text),
    instance: new Instance(),
    keys: [],
    profile: 'spec',
    limit: 1000,
    now: NOW,
    ...facts,
  });
}

/** The code and the message of a refusal, and its status. */
async function refusal(line: string, asked?: Asked): Promise<string> {
  const { status, body } = await ask(line, asked);
  const { code, message } = body as { code: string; message: string };
  return `${status} ${code}: ${message}`;
}

test('a workspace exists without being named, until it is deleted, and again once its settings are patched', async () => {
  const instance = new Instance();
  expect(await ask('GET /chats/movies', { instance })).toMatchObject({
    status: 200,
    body: { uid: 'movies' },
  });
  expect(await ask('DELETE /chats/movies', { instance })).toEqual({ status: 204, headers: {} });
  expect(instance.workspaceExists('movies')).toBe(false);
  expect(await refusal('GET /chats/movies', { instance })).toBe('404 chat_not_found: chat movies not found');
  expect(await refusal('DELETE /chats/movies', { instance })).toBe(
    '404 chat_not_found: chat movies not found',
  );
  expect(await refusal('GET /chats/movies/settings', { instance })).toBe(
    '404 chat_not_found: Chat `movies` not found',
  );
  expect(await refusal('DELETE /chats/movies/settings', { instance })).toBe(
    '404 chat_not_found: Chat `movies` not found',
  );
  await ask('PATCH /chats/movies/settings', { instance, body: {} });
  expect(instance.workspaceExists('movies')).toBe(true);
});

test('with workspaces configured only those exist, and those whose settings were patched', async () => {
  const instance = new Instance({ workspaces: ['b', 'a'] });
  expect(instance.workspaceExists('c')).toBe(false);
  await ask('PATCH /chats/Z/settings', { instance, body: {} });
  const { body } = await ask('GET /chats', { instance });
  expect(JSON.stringify(body)).toBe(
    '{"results":[{"uid":"Z"},{"uid":"a"},{"uid":"b"}],"offset":0,"limit":20,"total":3}',
  );
  await ask('DELETE /chats/a', { instance });
  expect(instance.workspaceExists('a')).toBe(false);
  instance.reset();
  expect(instance.workspaces()).toEqual(['a', 'b']);
});

test('a workspace is listed once a chat named it', async () => {
  const instance = new Instance();
  instance.noteChat('movies');
  expect((await ask('GET /chats', { instance })).body).toMatchObject({ results: [{ uid: 'movies' }] });
});

test('workspaces are listed in byte order, where a face comes after a private character', () => {
  const instance = new Instance({ workspaces: ['\u{1f600}', '\ue000', 'é', 'z'] });
  expect(instance.workspaces()).toEqual(['z', 'é', '\ue000', '\u{1f600}']);
});

test('the list of workspaces has an offset and a limit', async () => {
  const instance = new Instance({ workspaces: ['a', 'b', 'c'] });
  const { body } = await ask('GET /chats?offset=1&limit=1', { instance });
  expect(body).toEqual({ results: [{ uid: 'b' }], offset: 1, limit: 1, total: 3 });
});

test.each([
  [
    'limit=doggo',
    '400 invalid_index_limit: Invalid value in parameter `limit`: could not parse `doggo` as a positive integer',
  ],
  [
    'offset=',
    '400 invalid_index_offset: Invalid value in parameter `offset`: could not parse `` as a positive integer',
  ],
  [
    'offset=-1',
    '400 invalid_index_offset: Invalid value in parameter `offset`: could not parse `-1` as a positive integer',
  ],
  [
    'limit=18446744073709551616',
    '400 invalid_index_limit: Invalid value in parameter `limit`: could not parse `18446744073709551616` as a positive integer',
  ],
  ['page=1', '400 bad_request: Unknown parameter `page`: expected one of `offset`, `limit`'],
  [
    'limits=1',
    '400 bad_request: Unknown parameter `limits`: did you mean `limit`? expected one of `offset`, `limit`',
  ],
])('GET /chats?%s', async (query, expected) => {
  expect(await refusal(`GET /chats?${query}`)).toBe(expected);
});

test('the uid of a workspace is decoded, and held to the rules of index uids where it is shown', async () => {
  expect(await refusal('GET /chats/a%20b')).toBe(
    '400 invalid_index_uid: `a b` is not a valid index uid. Index uid can be an integer or a string containing only alphanumeric characters, hyphens (-) and underscores (_), and can not be more than 512 bytes.',
  );
  expect((await ask('GET /chats/a%20b/settings')).status).toBe(200);
});

test('the default settings are those of the real server, in its order', async () => {
  const { body } = await ask('GET /chats/movies/settings');
  expect(Object.keys(body as object)).toEqual([
    'source',
    'orgId',
    'projectId',
    'apiVersion',
    'deploymentId',
    'baseUrl',
    'apiKey',
    'prompts',
  ]);
  const { prompts } = DEFAULT_CHAT_SETTINGS;
  expect(Object.keys(prompts)).toEqual([
    'system',
    'searchDescription',
    'searchQParam',
    'searchFilterParam',
    'searchIndexUidParam',
  ]);
  expect(prompts.system).toMatch(/^You are a highly .* INSTRUCTIONS:1\. When .* fix your error\. $/);
  expect(prompts.searchDescription.split('\n')).toHaveLength(12);
  expect(prompts.searchFilterParam).toMatch(/`_geoBoundingBox`\. Here is .* filtered on: $/);
});

test('a change of settings leaves what is absent and resets what is null', async () => {
  const instance = new Instance();
  const change = async (body: unknown) =>
    (await ask('PATCH /chats/movies/settings', { instance, body })).body;
  await change({ source: 'mistral', orgId: 'org', prompts: { system: 'Be brief.', searchQParam: 'q' } });
  expect(await change({ apiKey: 'short', prompts: { searchQParam: null } })).toEqual({
    ...DEFAULT_CHAT_SETTINGS,
    source: 'mistral',
    orgId: 'org',
    apiKey: 'XXX...',
    prompts: { ...DEFAULT_CHAT_SETTINGS.prompts, system: 'Be brief.' },
  });
  expect(await change({ source: null, orgId: null, apiKey: null, prompts: null })).toEqual(
    DEFAULT_CHAT_SETTINGS,
  );
});

test('a reset leaves the workspace, with default settings', async () => {
  const instance = new Instance({ workspaces: ['movies'] });
  await ask('PATCH /chats/movies/settings', { instance, body: { orgId: 'org' } });
  expect((await ask('DELETE /chats/movies/settings', { instance })).body).toEqual(DEFAULT_CHAT_SETTINGS);
  expect((await ask('GET /chats/movies/settings', { instance })).body).toEqual(DEFAULT_CHAT_SETTINGS);
});

test.each([
  ['', 'XXX...'],
  ['123456789', 'XXX...'],
  ['1234567890', '12XXXX...'],
  ['1234567890123456789', '12XXXX...'],
  ['12345678901234567890', '123XXXXX...'],
  ['12345678901234567890123456789', '123XXXXX...'],
  ['123456789012345678901234567890', '12345XXXXXX...'],
  ['12345é89é', '12XXXX...'],
])('the API key %j is shown as %s, and kept', async (apiKey, shown) => {
  const instance = new Instance();
  const { body } = await ask('PATCH /chats/movies/settings', { instance, body: { apiKey } });
  expect(body).toMatchObject({ apiKey: shown });
  expect((await ask('GET /chats/movies/settings', { instance })).body).toMatchObject({ apiKey: shown });
  expect(instance.settings('movies', DEFAULT_CHAT_SETTINGS)?.apiKey).toBe(apiKey);
});

const SETTINGS_FIELDS =
  'expected one of `source`, `orgId`, `projectId`, `apiVersion`, `deploymentId`, `baseUrl`, `apiKey`, `prompts`';
const PROMPT_FIELDS =
  'expected one of `system`, `searchDescription`, `searchQParam`, `searchFilterParam`, `searchIndexUidParam`';
const SOURCES = 'expected one of `openAi`, `mistral`, `azureOpenAi`, `vLlm`';

test.each([
  ['{"x":1}', `bad_request: Unknown field \`x\`: ${SETTINGS_FIELDS}`],
  ['{"apikey":1}', `bad_request: Unknown field \`apikey\`: did you mean \`apiKey\`? ${SETTINGS_FIELDS}`],
  ['{"baesUrl":1}', `bad_request: Unknown field \`baesUrl\`: did you mean \`baseUrl\`? ${SETTINGS_FIELDS}`],
  ['{"b":1,"2":1}', `bad_request: Unknown field \`b\`: ${SETTINGS_FIELDS}`],
  ['{"__proto__":1}', `bad_request: Unknown field \`__proto__\`: ${SETTINGS_FIELDS}`],
  [
    '{"orgId":1,"x":1}',
    'invalid_chat_completion_org_id: Invalid value type at `.orgId`: expected a string, but found a positive integer: `1`',
  ],
  [
    '{"projectId":-1}',
    'invalid_chat_completion_project_id: Invalid value type at `.projectId`: expected a string, but found a negative integer: `-1`',
  ],
  [
    '{"apiVersion":1.0}',
    'invalid_chat_completion_api_version: Invalid value type at `.apiVersion`: expected a string, but found a number: `1.0`',
  ],
  [
    '{"deploymentId":true}',
    'invalid_chat_completion_deployment_id: Invalid value type at `.deploymentId`: expected a string, but found a boolean: `true`',
  ],
  [
    '{"baseUrl":[ "a", {"b": null} ]}',
    'invalid_chat_completion_base_api: Invalid value type at `.baseUrl`: expected a string, but found an array: `["a",{"b":null}]`',
  ],
  [
    '{"apiKey":{"b":1,"2":12345678901234567890}}',
    'invalid_chat_completion_api_key: Invalid value type at `.apiKey`: expected a string, but found an object: `{"b":1,"2":12345678901234567890}`',
  ],
  [
    '{"prompts":"x"}',
    'bad_request: Invalid value type at `.prompts`: expected an object, but found a string: `"x"`',
  ],
  [
    '{"prompts":{"preQuery":"x"}}',
    `bad_request: Unknown field \`preQuery\` inside \`.prompts\`: ${PROMPT_FIELDS}`,
  ],
  [
    '{"prompts":{"system":1}}',
    'invalid_chat_completion_system_prompt: Invalid value type at `.prompts.system`: expected a string, but found a positive integer: `1`',
  ],
  [
    '{"prompts":{"searchDescription":1}}',
    'invalid_chat_completion_search_description_prompt: Invalid value type at `.prompts.searchDescription`: expected a string, but found a positive integer: `1`',
  ],
  [
    '{"prompts":{"searchQParam":1}}',
    'invalid_chat_completion_search_query_param_prompt: Invalid value type at `.prompts.searchQParam`: expected a string, but found a positive integer: `1`',
  ],
  [
    '{"prompts":{"searchFilterParam":1}}',
    'invalid_chat_completion_search_filter_param_prompt: Invalid value type at `.prompts.searchFilterParam`: expected a string, but found a positive integer: `1`',
  ],
  [
    '{"prompts":{"searchIndexUidParam":1}}',
    'invalid_chat_completion_search_index_uid_param_prompt: Invalid value type at `.prompts.searchIndexUidParam`: expected a string, but found a positive integer: `1`',
  ],
  ['{"source":"gemini"}', `bad_request: Unknown value \`gemini\` at \`.source\`: ${SOURCES}`],
  [
    '{"source":"openai"}',
    `bad_request: Unknown value \`openai\` at \`.source\`: did you mean \`openAi\`? ${SOURCES}`,
  ],
  [
    '{"source":1}',
    'bad_request: Invalid value type at `.source`: expected a string, but found a positive integer: `1`',
  ],
  ['[]', 'bad_request: Invalid value type: expected an object, but found an array: `[]`'],
  ['null', 'bad_request: Invalid value type: expected an object, but found null'],
  [
    '{"source":"azureOpenAi","baseUrl":"u"}',
    'bad_request: azureOpenAi requires setting a valid `baseUrl`, `deploymentId`, and `apiVersion`',
  ],
  ['{"source":"vLlm"}', 'bad_request: vLlm requires setting a valid `baseUrl`'],
  ['', 'missing_payload: A json payload is missing.'],
  [
    '{"a"',
    'malformed_payload: The json payload provided is malformed. `EOF while parsing an object at line 1 column 4`.',
  ],
  [
    '{} x',
    'malformed_payload: The json payload provided is malformed. `trailing characters at line 1 column 4`.',
  ],
])('PATCH /chats/{uid}/settings %s', async (raw, expected) => {
  const instance = new Instance({ workspaces: ['other'] });
  expect(await refusal('PATCH /chats/movies/settings', { instance, raw })).toBe(`400 ${expected}`);
  expect(instance.workspaceExists('movies')).toBe(false);
});

test('of a field that comes twice the last value counts', async () => {
  const { body } = await ask('PATCH /chats/movies/settings', { raw: '{"orgId":1,"orgId":"org"}' });
  expect(body).toMatchObject({ orgId: 'org' });
});

test('a provider that needs more takes it from the settings that there are', async () => {
  const instance = new Instance();
  await ask('PATCH /chats/movies/settings', { instance, body: { baseUrl: 'https://llm.test' } });
  const { status } = await ask('PATCH /chats/movies/settings', { instance, body: { source: 'vLlm' } });
  expect(status).toBe(200);
});

test('experimental features are listed in order, and chat completions are on', async () => {
  const { body } = await ask('GET /experimental-features');
  expect(JSON.stringify(body)).toBe(
    '{"metrics":false,"logsRoute":false,"editDocumentsByFunction":false,"containsFilter":false,"dynamicSearchRules":false,"network":false,"getTaskDocumentsRoute":false,"taskQueueCompactionRoute":false,"compositeEmbedders":false,"chatCompletions":true,"multimodal":false,"foreignKeys":false,"disableDocumentsFetchQueue":false,"legacySearch":false,"renderRoute":false}',
  );
});

test('a feature is switched; null and absence leave it', async () => {
  const instance = new Instance();
  const change = (body: unknown) => ask('PATCH /experimental-features', { instance, body });
  expect((await change({ chatCompletions: false, metrics: true })).body).toMatchObject({
    chatCompletions: false,
    metrics: true,
  });
  expect(instance.chatCompletions).toBe(false);
  expect((await change({ metrics: null })).body).toMatchObject({ chatCompletions: false, metrics: true });
});

test.each([
  [
    '{"NotAFeature":true}',
    /^400 bad_request: Unknown field `NotAFeature`: expected one of `metrics`, .*, `renderRoute`$/,
  ],
  [
    '{"metrics":42}',
    '400 bad_request: Invalid value type at `.metrics`: expected a boolean, but found a positive integer: `42`',
  ],
  [
    '{"metrics":"true"}',
    '400 bad_request: Invalid value type at `.metrics`: expected a boolean, but found a string: `"true"`',
  ],
])('PATCH /experimental-features %s', async (raw, expected) => {
  const found = await refusal('PATCH /experimental-features', { raw });
  if (typeof expected === 'string') expect(found).toBe(expected);
  else expect(found).toMatch(expected);
});

test.each([
  ['GET /chats', 'listing the chats'],
  ['GET /chats/movies', 'displaying a chat'],
  ['GET /chats/a%20b', 'displaying a chat'],
  ['DELETE /chats/movies', 'deleting a chat'],
  ['GET /chats/movies/settings', 'using the /chats/settings route'],
  ['PATCH /chats/movies/settings', 'using the /chats/settings route'],
  ['DELETE /chats/movies/settings', 'using the /chats/settings route'],
])('%s without the feature', async (line, action) => {
  const instance = new Instance();
  instance.changeFeatures({ chatCompletions: false });
  expect(await refusal(line, { instance, body: {} })).toBe(
    `400 feature_not_enabled: ${action} requires enabling the \`chat completions\` experimental feature. See https://github.com/orgs/meilisearch/discussions/835`,
  );
});

test('the key is checked before the query and the body, these before the feature, the feature before the workspace', async () => {
  const instance = new Instance({ workspaces: ['movies'] });
  instance.changeFeatures({ chatCompletions: false });
  const keys: ApiKey[] = [{ key: 'MASTER' }];
  const right = { headers: { authorization: 'Bearer MASTER' } };
  expect(await refusal('GET /chats?limit=x', { instance, keys })).toMatch(/^403 invalid_api_key/);
  expect(await refusal('GET /chats?limit=x', { instance, keys, ...right })).toMatch(
    /^400 invalid_index_limit/,
  );
  const patch = 'PATCH /chats/other/settings';
  expect(await refusal(patch, { instance, keys, raw: '{' })).toMatch(/^403 invalid_api_key/);
  expect(await refusal(patch, { instance, keys, raw: '{', ...right })).toMatch(/^400 malformed_payload/);
  expect(await refusal(patch, { instance, keys, raw: '{}', ...right })).toMatch(/^400 feature_not_enabled/);
  expect(await refusal('GET /chats/other', { instance, keys, ...right })).toMatch(/^400 feature_not_enabled/);
});

test('a body is refused for its content type, then for its size', async () => {
  const line = 'PATCH /chats/movies/settings';
  expect(await refusal(line, { headers: { 'content-type': undefined } })).toBe(
    '415 missing_content_type: A Content-Type header is missing. Accepted values for the Content-Type header are: `application/json`',
  );
  expect(await refusal(line, { headers: { 'content-type': 'text/plain' } })).toBe(
    '415 invalid_content_type: The Content-Type `text/plain` is invalid. Accepted values for the Content-Type header are: `application/json`',
  );
});

test.each(MEILI_ROUTES.filter(({ action }) => action !== undefined).map((route) => [route]))(
  'a key needs $action for $method $path',
  async ({ method, path, action = '' }) => {
    const line = `${method} ${path.replace(/\{\w+\}/, 'movies')}`;
    const keys: ApiKey[] = [
      { key: 'RIGHT', uid: '8e2b0e7c-6d1f-4a3c-9a55-0a1b2c3d4e5f', actions: [action] },
      { key: 'WRONG', uid: '8e2b0e7c-6d1f-4a3c-9a55-0a1b2c3d4e60', actions: ['chatCompletions', 'search'] },
    ];
    const bearer = (key: string) => ({ keys, headers: { authorization: `Bearer ${key}` } });
    expect(await refusal(line, bearer('WRONG'))).toBe(
      '403 invalid_api_key: The provided API key is invalid.',
    );
    expect((await ask(line, bearer('RIGHT'))).status).not.toBe(403);
    expect(await refusal(line, { keys, headers: { authorization: undefined } })).toMatch(
      /^401 missing_authorization_header/,
    );
  },
);

test('health and the root ask for no key', async () => {
  const closed = { keys: [{ key: 'MASTER' }], headers: { authorization: undefined } };
  expect((await ask('GET /health', closed)).body).toEqual({ status: 'available' });
  expect((await ask('GET /', closed)).body).toEqual({ status: 'Meilisearch is running' });
});

test('the version names the release', async () => {
  const { body } = await ask('GET /version');
  expect(Object.keys(body as object)).toEqual(['commitSha', 'commitDate', 'pkgVersion']);
  expect(body).toMatchObject({ pkgVersion: '1.48.1' });
});

test.each([
  ['POST', '/chats/movies/chat/completions', 'movies'],
  ['POST', '/%63hats/a%20b/chat/completions', 'a b'],
  ['POST', '/chats/a%2Fb/chat/completions', 'a/b'],
  ['GET', '/chats/movies/chat/completions', undefined],
  ['POST', '/chats/movies/chat', undefined],
  ['POST', '/chats/a/b/chat/completions', undefined],
])('%s %s completes a chat of the workspace %s', (method, path, workspace) => {
  expect(chatWorkspace(method, path)).toBe(workspace);
});

test('a value of megabytes is refused at once', async () => {
  const body = { source: 'x'.repeat(5_000_000) };
  expect(await refusal('PATCH /chats/movies/settings', { body, limit: 10_000_000 })).toBe(
    `400 bad_request: Unknown value \`${body.source}\` at \`.source\`: ${SOURCES}`,
  );
});
