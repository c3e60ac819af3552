import { ChatMockError } from '../error.ts';

/** Which requests of an app are taken over unless it is said otherwise: the chat route, on any host. */
export const CHAT_URL = '**/chats/*/chat/completions';

/** The path of a chat request as Meilisearch has it, with its query. */
export interface ChatPath {
  /** The prefix `/@NAME` that names a session, or an empty text. */
  readonly session: string;
  /** From `/chats` on. */
  readonly path: string;
}

/**
 * Finds Meilisearch's path in a URL: an app may reach it behind a prefix, `https://example.com/search/chats/…`.
 *
 * @throws ChatMockError `invalid-option` when the URL is of no chat route: then the pattern that took it over is wrong
 */
export function chatPath({ pathname, search, href }: URL): ChatPath {
  const [, session = '', path] = /(\/@[^/]+)?(\/chats(?:\/.*)?)$/.exec(pathname) ?? [];
  if (path !== undefined) return { session, path: path + search };
  throw new ChatMockError('invalid-option', `\`chatUrl\` takes over ${href}, and that is no chat route.`, {
    hint: 'The path has to end in /chats/{workspace}/chat/completions.',
  });
}

/**
 * Whether a URL fits a pattern: a regular expression, or a glob as Playwright has them. In a glob, `*` is any characters but
 * slashes, `**` any characters, `{a,b}` one of several, and `\` takes the next character as it is.
 *
 * @param base what a glob that is only a path is seen from
 */
export function urlMatcher(pattern: string | RegExp, base?: string): (url: string) => boolean {
  const regex = typeof pattern === 'string' ? globRegex(absolute(pattern, base)) : stateless(pattern);
  return (url) => regex.test(url);
}

/** A pattern that does not remember where it matched last. */
const stateless = ({ source, flags }: RegExp) => new RegExp(source, flags.replace(/[gy]/g, ''));

function absolute(glob: string, base: string | undefined): string {
  return glob.startsWith('/') && base !== undefined ? new URL(base).origin + glob : glob;
}

/** What each part of a glob is in a regular expression; every other character stands for itself. */
const PARTS: Readonly<Record<string, string>> = {
  '/**/': '/(?:.+/)?',
  '**/': '.*/',
  '**': '.*',
  '*': '[^/]*',
  '{': '(?:',
  '}': ')',
};

function globRegex(glob: string): RegExp {
  let inGroup = false;
  const source = glob.replace(/\\[\s\S]|\/\*\*\/|\*\*\/|\*+|[\s\S]/g, (part) => {
    if (part === '{' || part === '}') inGroup = part === '{';
    if (part === ',' && inGroup) return '|';
    const known = PARTS[part.startsWith('**') && !part.endsWith('/') ? '**' : part];
    return known ?? part.slice(-1).replace(/[^\w]/, '\\$&');
  });
  return new RegExp(`^${source}$`);
}
