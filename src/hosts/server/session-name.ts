import type { IncomingHttpHeaders } from 'node:http';
import { checkSessionName } from '../../session/names.ts';

/** The session that a request is for, and where the request goes in it. */
export interface SessionTarget {
  /** Undefined: none is named. */
  readonly session: string | undefined;
  /** The URL without the prefix that names the session; undefined when there is no such prefix. */
  readonly path: string | undefined;
}

/** `/@SESSION/chats/…` */
const PREFIX = /^\/@([^/?#]*)(.*)$/s;

/**
 * Which session a request names: by the prefix of its URL, `/@SESSION/…`, or by the header
 * `X-Mock-Session`. The prefix counts for more.
 *
 * @throws ChatMockError `invalid-option` when a session cannot have this name
 * @example
 * sessionNameOf({ url: '/@login/chats/movies/chat/completions', headers: {} });
 * // { session: 'login', path: '/chats/movies/chat/completions' }
 */
export function sessionNameOf(req: {
  readonly url?: string | undefined;
  /** Express's: the URL before anything was taken off it. */
  readonly originalUrl?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}): SessionTarget {
  const [, prefix, rest = ''] = PREFIX.exec(req.originalUrl ?? req.url ?? '') ?? [];
  if (prefix !== undefined) {
    return {
      session: checkSessionName(decoded(prefix)),
      path: rest.startsWith('/') ? rest : `/${rest}`,
    };
  }
  const header = req.headers['x-mock-session'];
  if (header === undefined) return { session: undefined, path: undefined };
  return { session: checkSessionName(String(header)), path: undefined };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not valid percent-encoding: no name either, and refused as it stands.
    return segment;
  }
}
