import { meiliError } from '../errors.ts';
import {
  type DeserrField,
  list,
  nullable,
  object,
  optional,
  string,
  usize,
  variant,
} from './deserr/shape.ts';
import type { IndexChatPatch } from './index-chat.ts';
import { accepted, featureOff, ok, uidTrouble } from './replies.ts';
import type { MeiliRoute } from './types.ts';

/** A float between 0 and 1. */
const ratio = (name: string): DeserrField =>
  optional({
    type: 'float',
    trouble: (value) =>
      value >= 0 && value <= 1
        ? undefined
        : `the value of \`${name}\` is invalid, expected a float between \`0.0\` and \`1.0\`.`,
  });

const searchParameters = object({
  hybrid: optional(
    object({ semanticRatio: ratio('semanticRatio'), embedder: { shape: string, required: true } }),
  ),
  limit: optional(usize),
  sort: optional(list(string)),
  distinct: optional(string),
  matchingStrategy: optional(variant('last', 'all', 'frequency')),
  attributesToSearchOn: optional(list(string)),
  rankingScoreThreshold: ratio('rankingScoreThreshold'),
});

const indexChatPatch = nullable(
  object({
    description: optional(string),
    documentTemplate: optional(string),
    documentTemplateMaxBytes: optional(usize),
    searchParameters: optional(searchParameters),
  }),
);

const PATH = '/indexes/{index_uid}/settings/chat';

/** What the chat knows of an index, and the tasks that its changes make. Every index exists here. */
export const INDEX_CHAT_ROUTES: readonly MeiliRoute[] = [
  {
    method: 'GET',
    path: PATH,
    action: 'settings.get',
    handle: ({ instance, uid }) => uidTrouble(uid) ?? ok(instance.indexChat(uid)),
  },
  {
    method: 'PATCH',
    path: PATH,
    action: 'settings.update',
    body: indexChatPatch,
    bodyCode: 'invalid_settings_index_chat',
    handle({ instance, uid, body, now }) {
      const trouble = uidTrouble(uid);
      if (trouble !== undefined) return trouble;
      const patch = body as IndexChatPatch | null;
      // The real server minds the feature when something is set, and not when null resets it.
      if (patch !== null && !instance.chatCompletions)
        return featureOff('setting `chat` in the index settings');
      instance.changeIndexChat(uid, patch);
      return accepted(instance.tasks.add(uid, { chat: patch }, now));
    },
  },
  {
    method: 'DELETE',
    path: PATH,
    action: 'settings.update',
    handle({ instance, uid, now }) {
      const trouble = uidTrouble(uid);
      if (trouble !== undefined) return trouble;
      instance.changeIndexChat(uid, null);
      return accepted(instance.tasks.add(uid, { chat: null }, now));
    },
  },
  {
    method: 'GET',
    path: '/tasks/{task_uid}',
    action: 'tasks.get',
    handle({ instance, uid }) {
      if (!/^\+?\d+$/.test(uid) || Number(uid) > 2 ** 32 - 1) {
        const message = `Task uid \`${uid}\` is invalid. It should only contain numeric characters.`;
        return meiliError('invalid_task_uids', message);
      }
      const task = instance.tasks.get(Number(uid));
      return task === undefined
        ? meiliError('task_not_found', `Task \`${Number(uid)}\` not found.`)
        : ok(task);
    },
  },
];
