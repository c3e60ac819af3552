import { type MeiliError, meiliError } from '../errors.ts';
import type { MeiliReply } from './types.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

export const ok = (body: unknown): MeiliReply => ({ status: 200, headers: JSON_TYPE, body });
export const noContent: MeiliReply = { status: 204, headers: {} };
export const notFound: MeiliReply = { status: 404, headers: {} };

export const methodNotAllowed = (methods: readonly string[]): MeiliReply => ({
  status: 405,
  headers: { allow: methods.join(', ') },
});

/** What needs the experimental feature is refused with this; `action` is the beginning of the sentence. */
export function featureOff(action: string): MeiliError {
  return meiliError(
    'feature_not_enabled',
    `${action} requires enabling the \`chat completions\` experimental feature. See https://github.com/orgs/meilisearch/discussions/835`,
  );
}

/** What is wrong with the uid of an index, or of a workspace where it is held to the same rule. */
export function uidTrouble(uid: string): MeiliError | undefined {
  if (/^[A-Za-z0-9_-]{1,512}$/.test(uid)) return undefined;
  return meiliError(
    'invalid_index_uid',
    `\`${uid}\` is not a valid index uid. Index uid can be an integer or a string containing only alphanumeric characters, hyphens (-) and underscores (_), and can not be more than 512 bytes.`,
  );
}
