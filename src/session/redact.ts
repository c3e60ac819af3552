import type { Cut } from './cut.ts';

/** The request as it came, but for the credentials in it: `[redacted]` is in their place. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; the text of one that is not JSON; null when there is none. */
  readonly body: unknown;
  /** Of a body that has more than 64 KB or is nested more than 200 deep: `body` is its text, 64 KB at most. */
  readonly cut?: Cut;
}

/** The same with its credentials, as it came. */
export interface UnredactedRequest extends Omit<RecordedRequest, 'headers'> {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What is in the place of a credential. */
export const HIDDEN = '[redacted]';

/** Names under which credentials are sent: of headers, of query parameters, of JSON properties. */
const SECRET =
  /key|token|secret|passw|pwd|cookie|signature|credential|authoriz|jwt|(?:^|[-_.])(?:auth|sig)(?:$|[-_.])/i;

const AUTHORIZATION = /authorization$/i;

/** The scheme of an `Authorization`. An unknown first word may be the credential itself. */
const SCHEME = /^(?:Bearer|Basic|Digest|Negotiate|NTLM|ApiKey|Token) (?=.)/i;

/** What separates a name from its value, and the quote that opens the value: `\"` in a JSON text within one. */
const SEPARATOR = /[:=][ \t]*(\\*["'])?/g;

const PASSWORD_IN_URL = /:\/\/[^\s/?#@"']+@/g;

/** Bodies that are nested deeper are refused by the real server. */
const DEEPEST = 128;

/** A request as it may be shown: without credentials. */
export function redact({ method, path, headers, body, ...rest }: UnredactedRequest): RecordedRequest {
  const shown = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, inHeader(name, value)]],
  );
  return {
    ...rest,
    method,
    path: redactText(path),
    headers: Object.fromEntries(shown),
    body: typeof body === 'string' ? redactText(body, true) : inJson(body, false, 0),
  };
}

function inHeader(name: string, value: string): string {
  if (AUTHORIZATION.test(name)) return afterScheme(value);
  return SECRET.test(name) ? HIDDEN : redactText(value);
}

const afterScheme = (value: string) => (SCHEME.exec(value)?.[0] ?? '') + HIDDEN;

/** @param secret whether the name above says so; the texts of a list under such a name are hidden, too */
function inJson(value: unknown, secret: boolean, depth: number): unknown {
  if (typeof value === 'string') return secret ? HIDDEN : redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return HIDDEN;
  if (Array.isArray(value)) {
    const items = value.map((item) => inJson(item, secret, depth + 1));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const entries = Object.entries(value);
  const shown = entries.map(([name, one]) => [name, inJson(one, SECRET.test(name), depth + 1)] as const);
  return shown.some(([, one], index) => one !== entries[index]?.[1]) ? Object.fromEntries(shown) : value;
}

/**
 * Hides the credentials in a text. Unless `everywhere`, only those that are quoted, parameters of URLs, and what follows
 * `Authorization:`, since a sentence may well say "the key: C major".
 */
export function redactText(text: string, everywhere = false): string {
  let shown = '';
  let end = 0;
  for (const separator of text.matchAll(SEPARATOR)) {
    if (separator.index < end) continue;
    const [all, opening] = separator;
    const { name, previous, quoted } = nameBefore(text, separator.index);
    if (!SECRET.test(name)) continue;
    const start = separator.index + all.length;
    const isAuthorization = AUTHORIZATION.test(name);
    const certain = everywhere || isAuthorization || quoted || /[?&]/.test(previous);
    // Of a list and an object in a text, what is in it is looked at next.
    if (!certain || /[[{]/.test(text[start] ?? '')) continue;
    const closing = opening ?? (isAuthorization ? /["']/.exec(previous)?.[0] : undefined);
    const to =
      closing === undefined ? plainEnd(text, start, isAuthorization) : quotedEnd(text, start, closing);
    const value = text.slice(start, to);
    if (opening === undefined && /^\d*$/.test(value)) continue;
    shown += text.slice(end, start) + (isAuthorization ? afterScheme(value) : HIDDEN);
    end = start + value.length;
  }
  shown = end === 0 ? text : shown + text.slice(end);
  return shown.includes('://') ? shown.replace(PASSWORD_IN_URL, `://${HIDDEN}@`) : shown;
}

/** The name before a separator, the character before that, and whether the name is quoted. */
function nameBefore(text: string, separator: number) {
  const back = (index: number, over: RegExp) => {
    let from = index;
    while (from > 0 && over.test(text.charAt(from - 1))) from--;
    return from;
  };
  const end = back(separator, /[ \t]/);
  const quoted = /["']/.test(text.charAt(end - 1));
  const to = quoted ? back(end - 1, /\\/) : end;
  const from = back(to, /[\w.-]/);
  return { name: text.slice(from, to), previous: text.charAt(from - 1), quoted };
}

/** Where a value ends that is not quoted. The parts of an `Authorization` may have anything between them. */
function plainEnd(text: string, start: number, toLineEnd: boolean): number {
  const end = toLineEnd ? /[\r\n]|$/g : /[\s"'&#,;}\\)]|$/g;
  end.lastIndex = start;
  return end.exec(text)?.index ?? text.length;
}

/** Where the quote closes, but for those that are escaped. */
function quotedEnd(text: string, start: number, closing: string): number {
  let end = text.indexOf(closing, start);
  while (end > start && text[end - 1] === '\\') end = text.indexOf(closing, end + 1);
  return end === -1 ? text.length : end;
}
