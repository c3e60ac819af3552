import { indexUidMessage } from '../error-messages.ts';
import { type MeiliError, meiliError } from '../errors.ts';
import type { MeiliReply } from './types.ts';

export const ok = (body: unknown): MeiliReply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body,
});
export const noContent: MeiliReply = { status: 204, headers: {} };
export const notFound: MeiliReply = { status: 404, headers: {} };

export const methodNotAllowed = (methods: readonly string[]): MeiliReply => ({
  status: 405,
  headers: { allow: methods.join(', ') },
});

/** The error for a text that is no uid of an index, or of a workspace where the same rule holds. */
export function uidTrouble(uid: string): MeiliError | undefined {
  if (/^[A-Za-z0-9_-]{1,512}$/.test(uid)) return undefined;
  return meiliError('invalid_index_uid', indexUidMessage(uid));
}
