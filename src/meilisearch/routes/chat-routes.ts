import { meiliError } from '../errors.ts';
import {
  changeSettings,
  DEFAULT_CHAT_SETTINGS,
  maskSettings,
  settingsPatch,
  settingsTrouble,
} from './chat-settings.ts';
import { paginate } from './pagination.ts';
import { noContent, ok, uidTrouble } from './replies.ts';
import { type MeiliRoute, routeWithBody } from './types.ts';

/** The routes word a missing workspace in two ways. */
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
      const settings = instance.settings(uid, DEFAULT_CHAT_SETTINGS);
      return settings === undefined ? noSettings(uid) : ok(maskSettings(settings));
    },
  },
  routeWithBody({
    method: 'PATCH',
    path: SETTINGS,
    action: 'chatsSettings.update',
    body: settingsPatch,
    feature: SETTINGS_FEATURE,
    handle({ instance, uid, body }) {
      const settings = changeSettings(
        instance.settings(uid, DEFAULT_CHAT_SETTINGS) ?? DEFAULT_CHAT_SETTINGS,
        body,
      );
      const trouble = settingsTrouble(settings);
      if (trouble !== undefined) return trouble;
      instance.putSettings(uid, settings);
      return ok(maskSettings(settings));
    },
  }),
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
