import { normalize } from '../meilisearch/path.ts';
import { checkSessionName } from '../session/names.ts';

/** Where a request goes, and in which session. */
export interface Target {
  /** Undefined: none is named. */
  readonly session: string | undefined;
  /** Percent-encoded, without the prefix that names the session, without the query, and without a slash at its end. */
  readonly path: string;
  /** Without its `?`. */
  readonly query: string;
}

/** A URL, absolute or not, with `/@SESSION` before its path or not. */
const URL_PARTS = /^(?:https?:\/\/[^/?#]*)?(?:\/@([^/?#]*))?([^?#]*)(?:\?([^#]*))?/is;

/** Takes a URL apart. `/@SESSION` before its path names the session, or else the header `X-Mock-Session` does. */
export function targetOf(url: string, header: string | undefined): Target {
  const [, prefix, path = '', query = ''] = URL_PARTS.exec(url) ?? [];
  const name = prefix === undefined ? header : decoded(prefix);
  const session = name === undefined ? undefined : checkSessionName(name);
  return { session, path: normalize(path.startsWith('/') ? path : `/${path}`), query };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not valid percent-encoding: no name either, and refused as it stands.
    return segment;
  }
}
