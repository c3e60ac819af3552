import type { ErrorCode } from '../error-codes.ts';
import { meiliError } from '../errors.ts';
import {
  CHAT_SOURCES,
  type ChatSettingsPatch,
  DEFAULT_CHAT_SETTINGS,
  maskSettings,
  settingsTrouble,
} from './chat-settings.ts';
import { object, optional, string, variant } from './deserr/shape.ts';
import { paginate } from './pagination.ts';
import { noContent, ok, uidTrouble } from './replies.ts';
import type { MeiliRoute } from './types.ts';

const text = (code: ErrorCode) => optional(string, code);

/** The change of a workspace's settings. Only what holds a text has a code of its own. */
const settingsPatch = object({
  source: optional(variant(...CHAT_SOURCES)),
  orgId: text('invalid_chat_completion_org_id'),
  projectId: text('invalid_chat_completion_project_id'),
  apiVersion: text('invalid_chat_completion_api_version'),
  deploymentId: text('invalid_chat_completion_deployment_id'),
  baseUrl: text('invalid_chat_completion_base_api'),
  apiKey: text('invalid_chat_completion_api_key'),
  prompts: optional(
    object({
      system: text('invalid_chat_completion_system_prompt'),
      searchDescription: text('invalid_chat_completion_search_description_prompt'),
      searchQParam: text('invalid_chat_completion_search_query_param_prompt'),
      searchFilterParam: text('invalid_chat_completion_search_filter_param_prompt'),
      searchIndexUidParam: text('invalid_chat_completion_search_index_uid_param_prompt'),
    }),
  ),
});

/** Three routes say that a workspace is missing in one way, two in another. */
const noWorkspace = (uid: string) => meiliError('chat_not_found', `chat ${uid} not found`);
const noSettings = (uid: string) => meiliError('chat_not_found', `Chat \`${uid}\` not found`);

const SETTINGS = '/chats/{workspace_uid}/settings';
const SETTINGS_FEATURE = 'using the /chats/settings route';

export const CHAT_ROUTES: readonly MeiliRoute[] = [
  {
    method: 'GET',
    path: '/chats',
    action: 'chats.get',
    page: { offset: 'invalid_index_offset', limit: 'invalid_index_limit' },
    feature: 'listing the chats',
    handle({ instance, page }) {
      const workspaces = instance.workspaces().map((uid) => ({ uid }));
      return ok(paginate(workspaces, page));
    },
  },
  {
    method: 'GET',
    path: SETTINGS,
    action: 'chatsSettings.get',
    feature: SETTINGS_FEATURE,
    handle({ instance, uid }) {
      const settings = instance.settings(uid);
      return settings === undefined ? noSettings(uid) : ok(maskSettings(settings));
    },
  },
  {
    method: 'PATCH',
    path: SETTINGS,
    action: 'chatsSettings.update',
    body: settingsPatch,
    feature: SETTINGS_FEATURE,
    handle({ instance, uid, body }) {
      const settings = instance.preview(uid, body as ChatSettingsPatch);
      const trouble = settingsTrouble(settings);
      if (trouble !== undefined) return trouble;
      instance.putSettings(uid, settings);
      return ok(maskSettings(settings));
    },
  },
  {
    method: 'DELETE',
    path: SETTINGS,
    action: 'chatsSettings.update',
    feature: SETTINGS_FEATURE,
    handle({ instance, uid }) {
      if (!instance.workspaceExists(uid)) return noSettings(uid);
      instance.putSettings(uid, DEFAULT_CHAT_SETTINGS);
      return ok(DEFAULT_CHAT_SETTINGS);
    },
  },
  {
    method: 'GET',
    path: '/chats/{workspace_uid}',
    action: 'chats.get',
    feature: 'displaying a chat',
    handle({ instance, uid }) {
      const trouble = uidTrouble(uid);
      if (trouble !== undefined) return trouble;
      return instance.workspaceExists(uid) ? ok({ uid }) : noWorkspace(uid);
    },
  },
  {
    method: 'DELETE',
    path: '/chats/{workspace_uid}',
    action: 'chats.delete',
    feature: 'deleting a chat',
    handle: ({ instance, uid }) => (instance.deleteWorkspace(uid) ? noContent : noWorkspace(uid)),
  },
];
