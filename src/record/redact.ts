import { ChatMockError } from '../error.ts';
import { linearExec } from '../regex/captures.ts';
import { UnsupportedRegex } from '../regex/linear.ts';
import { isRecord } from '../scenario/problems/wording.ts';
import { HIDDEN, redactText } from '../session/redact.ts';

/** Hides what must not be in a file: of a text, the parts that are credentials. */
export type Redaction = (text: string) => string;

/** Finds the first part of a text that a pattern of the user's matches. */
type Find = (text: string) => string | undefined;

/** How many different parts of one text are hidden; of one with more, all is. */
const MOST_PARTS = 200;

/** A word that may be a key or a token. */
const WORD = /[\w.-]{20,}/g;
/** A JSON Web Token, as tenant tokens are, or a key of OpenAI's kind. */
const TOKEN = /^(?:eyJ[\w-]*\.[\w-]+\.[\w-]*|sk-[\w.-]+)$/;
/** Properties whose texts are credentials. A document may well have `keywords`. */
const SECRET_NAME =
  /(?:^|[-_.])(?:api[-_]?key|passw(?:or)?d|pwd|secret|token|authorization|cookie|jwt|credentials?)$|[a-z](?:ApiKey|Token|Secret|Password)$/;

/**
 * Hides keys, tokens, passwords, and what the user's own patterns match.
 *
 * @param patterns regular expressions, with or without slashes and flags
 * @param secrets texts that are hidden wherever they are
 * @throws ChatMockError `invalid-option` for a pattern that is wrong
 * @example
 * createRedaction(['\\b\\d{4}-\\d{4}\\b'])('Card 1234-5678'); // 'Card [redacted]'
 */
export function createRedaction(
  patterns: readonly string[] = [],
  secrets: readonly string[] = [],
): Redaction {
  const finds = [
    ...secrets
      .filter((secret) => secret !== '')
      .map(
        (secret): Find =>
          (text) =>
            text.includes(secret) ? secret : undefined,
      ),
    ...patterns.map(findOf),
  ];
  return (text) => {
    const shown = redactText(text).replace(WORD, (word) => (TOKEN.test(word) ? HIDDEN : word));
    return finds.reduce(hide, shown);
  };
}

function findOf(pattern: string): Find {
  const [, source = pattern, flags = ''] = /^\/(.+)\/([a-z]*)$/su.exec(pattern) ?? [];
  try {
    const exec = linearExec(source, flags);
    if (exec('') !== undefined)
      throw new ChatMockError('invalid-option', `--redact ${pattern} matches a text without a character.`, {
        hint: 'Write "+" for "*".',
      });
    return (text) => exec(text)?.groups[0];
  } catch (error) {
    if (error instanceof ChatMockError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    const hint =
      error instanceof UnsupportedRegex
        ? error.hint
        : 'It is a regular expression: escape its special characters with "\\".';
    throw new ChatMockError('invalid-option', `--redact ${pattern} cannot be used: ${why}.`, { hint });
  }
}

function hide(text: string, find: Find): string {
  let left = MOST_PARTS;
  const shown: string[] = [];
  const waiting = text.split(HIDDEN).reverse();
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const found = find(part);
    if (found === undefined || found === '') shown.push(part);
    else if (left-- === 0) return HIDDEN;
    else waiting.push(...part.split(found).reverse());
  }
  return shown.join(HIDDEN);
}

/** The same value with the texts in it redacted, and those that have the name of a credential hidden. */
export function redactJson<T>(value: T, redaction: Redaction): T {
  return walk(value, redaction, false) as T;
}

function walk(value: unknown, redaction: Redaction, secret: boolean): unknown {
  if (typeof value === 'string') return secret && value !== '' ? HIDDEN : redaction(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, redaction, secret));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([name, one]) => [
    name,
    walk(one, redaction, SECRET_NAME.test(name)),
  ]);
  return Object.fromEntries(entries);
}
