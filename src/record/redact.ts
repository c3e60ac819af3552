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

/** A word that may be a key or a token. Not `{20,}`: V8 has no stack for a word of 6 million characters then. */
const WORD = /[\w.-]{20}[\w.-]*/g;
/** A JSON Web Token, as tenant tokens are, or a key of OpenAI's kind. */
const TOKEN = /^[-_.]*(?:eyJ[\w-]*\.[\w-]+(?:\.[\w-]*)?|sk-[\w-]{16}[\w-]*)/;
/** Properties whose texts are credentials. A document may well have `keywords`. */
const SECRET_NAME =
  /(?:^|[-_.])(?:api[-_]?key|passw(?:or)?d|pwd|secret|token|authorization|cookie|jwt|credentials?)$/i;
const SECRET_WORD = /[a-z](?:ApiKey|Token|Secret|Password)$/;

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
    const shown = redactText(text).replace(WORD, (word) => word.replace(TOKEN, HIDDEN));
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
  let parts = text.split(HIDDEN);
  // Each turn hides one more text, wherever it is.
  for (let place = 0, turns = 0; place < parts.length; ) {
    const found = find(parts[place] ?? '');
    if (found === undefined || found === '') place++;
    else if (++turns > MOST_PARTS) return HIDDEN;
    else parts = parts.flatMap((part, index) => (index < place ? [part] : part.split(found)));
  }
  return parts.join(HIDDEN);
}

const isSecret = (name: string) => SECRET_NAME.test(name) || SECRET_WORD.test(name);

/** How deep a value may be: what is deeper is hidden. */
const DEEPEST = 150;

/** The same value with the texts in it redacted, and those that have the name of a credential hidden. */
export function redactJson<T>(value: T, redaction: Redaction): T {
  return walk(value, redaction, false, 0) as T;
}

function walk(value: unknown, redaction: Redaction, secret: boolean, depth: number): unknown {
  if (typeof value === 'string') return secret && value !== '' ? HIDDEN : redaction(value);
  if (typeof value === 'object' && value !== null && depth === DEEPEST) return HIDDEN;
  if (Array.isArray(value)) return value.map((item) => walk(item, redaction, secret, depth + 1));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([name, one]) => [
    name,
    walk(one, redaction, isSecret(name), depth + 1),
  ]);
  return Object.fromEntries(entries);
}
