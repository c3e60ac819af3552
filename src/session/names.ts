import { ChatMockError } from '../error.ts';

/** The session of requests that name none. */
export const DEFAULT_SESSION = 'default';

/** What a session may be called: it stands in URLs and in a header. */
const SESSION_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** @throws ChatMockError `invalid-option` when a session cannot have this name */
export function checkSessionName(name: string): string {
  if (SESSION_NAME.test(name)) return name;
  throw new ChatMockError('invalid-option', `A session cannot be called "${name}".`, {
    hint: 'Its name has up to 128 letters (a to z), digits, `.`, `_` and `-`, and begins with a letter or digit.',
  });
}
