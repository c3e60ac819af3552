import { ChatMockError } from '../../../error.ts';

/** Whether a URL is of this machine: `localhost`, a name below it, `127.0.0.0/8` or `[::1]`. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, protocol } = new URL(url);
  if (!/^https?:$/.test(protocol)) return false;
  return /^(?:(?:[^.]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** The name of a URL with its port, in lower case; '' when there is none. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '');

/** A name with or without a port, as URLs have it. Throws `invalid-option`. */
export function checkHost(host: string): string {
  const name = /[/@?#\s]/.test(host) ? '' : hostOf(`http://${host}`);
  if (name !== '') return name;
  throw invalid(`An allowed host is a name such as mock or mock:7700, and not "${host}".`);
}

/** An origin as browsers send it. Throws `invalid-option`. */
export function checkOrigin(origin: string): string {
  const trimmed = origin.replace(/\/$/, '').toLowerCase();
  const isOrigin = /^[a-z][a-z\d+.-]*:\/\/[^/?#@\s]+$/.test(trimmed) && URL.canParse(trimmed);
  if (!isOrigin && trimmed !== 'null') {
    throw invalid(`An allowed origin is one such as https://app.example, and not "${origin}".`);
  }
  // Browsers leave out the port of the scheme.
  return /^https?:/.test(trimmed) ? new URL(trimmed).origin : trimmed;
}

const invalid = (message: string) => new ChatMockError('invalid-option', message);
