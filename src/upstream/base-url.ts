import { ChatMockError } from '../error.ts';

/**
 * The base URL of another server, without a slash at its end.
 *
 * @param option what it was given as, for the error
 * @throws ChatMockError `invalid-option`
 */
export function baseUrl(text: string, option: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '') {
    if (url.username === '' && url.password === '') return url.href.replace(/\/+$/, '');
    // Shown in logs and errors, and `fetch` takes none either.
    throw new ChatMockError('invalid-option', `${option} has a user or a password in its URL.`, {
      hint: 'Leave it out: the keys of requests are passed on.',
    });
  }
  throw new ChatMockError('invalid-option', `${option} is the URL of a server, and got "${text}".`, {
    hint: 'For example http://localhost:7701.',
  });
}
