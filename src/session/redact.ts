import type { RecordedRequest } from './recording.ts';

interface ReceivedRequest extends Omit<RecordedRequest, 'headers'> {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

const HIDDEN = '[redacted]';

/** Names under which credentials are sent: of headers, of query parameters, of JSON properties. */
const SECRET =
  /key|token|secret|passw|pwd|cookie|signature|credential|authoriz|jwt|(?:^|[-_.])(?:auth|sig)(?:$|[-_.])/i;

const AUTHORIZATION = /authorization$/i;

/** The scheme of an `Authorization`. An unknown first word may be the credential itself. */
const SCHEME = /^(?:Bearer|Basic|Digest|Negotiate|NTLM|ApiKey|Token) (?=.)/i;

/**
 * A name with what separates it from its value: `api_key=`, `"apiKey": "`, and `\"apiKey\":\"` in a JSON text within one. The
 * lookahead takes the whole name at once, so that the time is linear.
 */
const NAMED = /(?<![\w.-])(?=([\w.-]{1,64}))\1(\\*["'])?[ \t]*[:=][ \t]*(\\*["'])?/g;

const PASSWORD_IN_URL = /:\/\/[^\s/?#@"']+@/g;

/** Bodies that are nested deeper are refused by the real server. */
const DEEPEST = 128;

/** A request as it may be kept and shown: without credentials. Its body is looked through when it is first read. */
export function redact({ method, path, headers, body }: ReceivedRequest): RecordedRequest {
  let read = false;
  return {
    method,
    path: redactText(path),
    headers: Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, inHeader(name, value)]],
      ),
    ),
    get body() {
      if (!read) body = typeof body === 'string' ? redactText(body, true) : inJson(body, false, 0);
      read = true;
      return body;
    },
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
  for (const match of text.matchAll(NAMED)) {
    const [all, name = '', quote, opening] = match;
    const start = match.index + all.length;
    const isAuthorization = AUTHORIZATION.test(name);
    const certain =
      everywhere || isAuthorization || quote !== undefined || /[?&]/.test(text[match.index - 1] ?? '');
    // Of a list and an object in a text, what is in it is looked at next.
    if (start < end || !certain || !SECRET.test(name) || /[[{]/.test(text[start] ?? '')) continue;
    const to =
      opening === undefined ? unquotedEnd(text, start, isAuthorization) : text.indexOf(opening, start);
    const value = text.slice(start, to === -1 ? undefined : to);
    if (opening === undefined && /^\d*$/.test(value)) continue;
    shown += text.slice(end, start) + (isAuthorization ? afterScheme(value) : HIDDEN);
    end = start + value.length;
  }
  shown = end === 0 ? text : shown + text.slice(end);
  return shown.includes('://') ? shown.replace(PASSWORD_IN_URL, `://${HIDDEN}@`) : shown;
}

function unquotedEnd(text: string, start: number, toLineEnd: boolean): number {
  const end = toLineEnd ? /["'\r\n]|$/g : /[\s"'&#,;}\\)]|$/g;
  end.lastIndex = start;
  return end.exec(text)?.index ?? text.length;
}
