import { ChatMockError } from '../error.ts';

/** The session of requests that name none. */
export const DEFAULT_SESSION = 'default';

/** Session names stand in URLs and in a header. */
const SESSION_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** @throws ChatMockError `invalid-option` when a session cannot have this name */
export function checkSessionName(name: string): string {
  if (SESSION_NAME.test(name)) return name;
  throw new ChatMockError('invalid-option', `A session cannot be called "${name}".`, {
    hint: 'Its name has up to 128 letters (a to z), digits, `.`, `_` and `-`, and begins with a letter or digit.',
  });
}

/** The base URL of a session. */
export function sessionUrl(base: string, name: string): string {
  return name === DEFAULT_SESSION ? base : `${base}/@${name}`;
}
