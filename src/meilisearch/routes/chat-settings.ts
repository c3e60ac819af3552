import { type Infer, option, string, struct, units } from '../body/shape.ts';
import type { ErrorCode } from '../error-codes.ts';
import { type MeiliError, meiliError } from '../errors.ts';
import { type ChatPrompts, DEFAULT_PROMPTS } from './prompts.ts';

/** The kinds of provider that Meilisearch talks to, as its refusals list them. */
const CHAT_SOURCES = ['openAi', 'mistral', 'azureOpenAi', 'vLlm'] as const;

/** The settings of a chat workspace, in the order in which they are written. */
export interface ChatSettings {
  readonly source: (typeof CHAT_SOURCES)[number];
  readonly orgId: string | null;
  readonly projectId: string | null;
  readonly apiVersion: string | null;
  readonly deploymentId: string | null;
  readonly baseUrl: string | null;
  /** As it was given: to be {@link mask}ed on its way out. */
  readonly apiKey: string | null;
  readonly prompts: ChatPrompts;
}

export const DEFAULT_CHAT_SETTINGS: ChatSettings = {
  source: 'openAi',
  orgId: null,
  projectId: null,
  apiVersion: null,
  deploymentId: null,
  baseUrl: null,
  apiKey: null,
  prompts: DEFAULT_PROMPTS,
};

/** A change: what is absent stays, what is null becomes the default again. */
type Patch<T> = { readonly [Key in keyof T]?: T[Key] | null };

const text = (code: ErrorCode) => option(string, code);

/** The body that changes a workspace's settings. Only what holds a text has a code of its own. */
export const settingsPatch = struct('ChatWorkspaceSettings', {
  source: option(units(...CHAT_SOURCES)),
  orgId: text('invalid_chat_completion_org_id'),
  projectId: text('invalid_chat_completion_project_id'),
  apiVersion: text('invalid_chat_completion_api_version'),
  deploymentId: text('invalid_chat_completion_deployment_id'),
  baseUrl: text('invalid_chat_completion_base_api'),
  apiKey: text('invalid_chat_completion_api_key'),
  prompts: option(
    struct('ChatPrompts', {
      system: text('invalid_chat_completion_system_prompt'),
      searchDescription: text('invalid_chat_completion_search_description_prompt'),
      searchQParam: text('invalid_chat_completion_search_query_param_prompt'),
      searchFilterParam: text('invalid_chat_completion_search_filter_param_prompt'),
      searchIndexUidParam: text('invalid_chat_completion_search_index_uid_param_prompt'),
    }),
  ),
});

/** The settings after a change. */
export function changeSettings(old: ChatSettings, patch: Infer<typeof settingsPatch>): ChatSettings {
  const { prompts = {}, ...rest } = patch;
  return {
    ...change(old, rest, DEFAULT_CHAT_SETTINGS),
    prompts: prompts === null ? DEFAULT_PROMPTS : change(old.prompts, prompts, DEFAULT_PROMPTS),
  };
}

/** Changes an object key by key; its keys keep their order. */
function change<T extends object>(old: T, patch: Patch<T>, defaults: T): T {
  const changed = { ...old };
  for (const key of Object.keys(patch) as (keyof T)[]) {
    const value = patch[key];
    if (value !== undefined) changed[key] = value ?? defaults[key];
  }
  return changed;
}

/** The error for a setting that the provider needs and that is missing. */
export function settingsTrouble(settings: ChatSettings): MeiliError | undefined {
  const { source, baseUrl, deploymentId, apiVersion } = settings;
  if (source === 'azureOpenAi' && (baseUrl === null || deploymentId === null || apiVersion === null)) {
    const needs = '`baseUrl`, `deploymentId`, and `apiVersion`';
    return meiliError('bad_request', `azureOpenAi requires setting a valid ${needs}`);
  }
  if (source === 'vLlm' && baseUrl === null) {
    return meiliError('bad_request', 'vLlm requires setting a valid `baseUrl`');
  }
  return undefined;
}

/** The settings as they are shown. */
export function maskSettings(settings: ChatSettings): ChatSettings {
  const { apiKey } = settings;
  return apiKey === null ? settings : { ...settings, apiKey: mask(apiKey) };
}

/** The first bytes of a secret; how many depends on its length in bytes. */
function mask(secret: string): string {
  const bytes = new TextEncoder().encode(secret);
  const start = (length: number) => new TextDecoder().decode(bytes.subarray(0, length));
  if (bytes.length < 10) return 'XXX...';
  if (bytes.length < 20) return `${start(2)}XXXX...`;
  if (bytes.length < 30) return `${start(3)}XXXXX...`;
  return `${start(5)}XXXXXX...`;
}
