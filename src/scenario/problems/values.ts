import type * as z from 'zod';
import { ERROR_CATALOGUE, ERROR_CODES } from '../../meilisearch/error-codes.ts';
import type { Explanation, Path } from './problem.ts';
import { suggestName } from './synonyms.ts';
import { anyOf, describeValue, isRecord, quoted } from './wording.ts';

/** Explains a value that has the right type and is still wrong. */
export function explainValue(issue: z.core.$ZodIssue, value: unknown): Explanation {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.length === ERROR_CODES.length
        ? explainErrorCode(value)
        : explainEnum(issue.values.map(String), value);
    case 'too_small':
      return { message: sizeMessage('least', issue.minimum, issue.origin) };
    case 'too_big':
      return { message: sizeMessage('most', issue.maximum, issue.origin) };
    case 'invalid_format':
      return issue.format === 'base64'
        ? { message: `expected base64, found ${describeValue(value)}` }
        : explainName(String(value));
    case 'invalid_union':
      return { message: `expected a JSON value, found ${describeValue(value)}` };
    default:
      return { message: issue.message };
  }
}

function explainEnum(choices: readonly string[], value: unknown): Explanation {
  const message = `expected ${anyOf(choices)}, found ${describeValue(value)}`;
  const [near] = typeof value === 'string' ? suggestName(value, choices) : [];
  return { message, hint: near === undefined ? undefined : `did you mean "${near}"?` };
}

const CODES =
  "the codes are those of Meilisearch's error catalogue; an editor with scenarios/schema.json completes them";

/** Codes that the chat routes answer with: suggested before others of the same status. */
const CHAT_CODES: readonly string[] = [
  'bad_request',
  'missing_authorization_header',
  'invalid_api_key',
  'chat_not_found',
  'invalid_content_type',
  'internal',
  'too_many_search_requests',
];

function explainErrorCode(value: unknown): Explanation {
  if (typeof value === 'string') {
    const near = suggestName(value, ERROR_CODES, 3);
    const message = `unknown error code ${quoted(value)}`;
    return near.length === 0
      ? { message, hint: CODES }
      : { message, hint: `did you mean ${anyOf(near)}?`, notes: [CODES] };
  }
  const message = `expected an error code such as internal, found ${describeValue(value)}`;
  const ofStatus = ERROR_CODES.filter((code) => ERROR_CATALOGUE[code].status === value);
  const isChatCode = (code: string) => Number(CHAT_CODES.includes(code));
  const first = ofStatus.sort((a, b) => isChatCode(b) - isChatCode(a)).slice(0, 3);
  const hint = first.length === 0 ? undefined : `a code with status ${String(value)} is ${anyOf(first)}`;
  return { message, hint, notes: [CODES] };
}

function sizeMessage(bound: 'least' | 'most', limit: number | bigint, origin: string): string {
  const unit = { string: 'characters', array: 'entries' }[origin];
  if (unit === undefined) return `must be at ${bound} ${limit}`;
  if (bound === 'most') return `must have at most ${limit} ${unit}`;
  return origin === 'string' ? 'must not be empty' : 'must not be an empty list';
}

function explainName(text: string): Explanation {
  const slug = text
    .trim()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[._-]+|(?<!-)-+$/gu, '')
    .slice(0, 60);
  const rule = 'names have letters, digits, ".", "_" and "-", and no spaces';
  return { message: `${quoted(text)} is not a name`, hint: slug === '' ? rule : `${rule}: ${slug}` };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  code: 'an error code',
};

/** Explains a value of the wrong type, and how it was probably meant. */
export function explainType(expected: readonly string[], value: unknown, path: Path): Explanation {
  const wanted = anyOf([...new Set(expected.map((type) => TYPE_NAMES[type] ?? type))]);
  return {
    message: `expected ${wanted}, found ${describeValue(value)}`,
    hint: typeHint(new Set(expected), value, path),
  };
}

function typeHint(expected: ReadonlySet<string>, value: unknown, path: Path): string | undefined {
  const isNumber = expected.has('number') || expected.has('int');
  if ((typeof value === 'number' || typeof value === 'boolean') && expected.has('string')) {
    return `put it in quotes: "${String(value)}"`;
  }
  if (typeof value === 'string' && isNumber) return numberHint(value);
  if (typeof value === 'string' && expected.has('boolean') && /^(yes|no|on|off|true|false)$/i.test(value)) {
    return `write ${/^(yes|on|true)$/i.test(value)}`;
  }
  if (!expected.has('array')) return undefined;
  const isReply = path.at(-1) === 'reply';
  if (isReply && typeof value === 'string') return 'write it as a step: "- text: …"';
  if (!isRecord(value)) return undefined;
  return isReply ? 'put a dash before each step: "- text: …"' : 'put a dash before each entry';
}

function numberHint(text: string): string | undefined {
  const [, amount, unit = ''] =
    /^\s*(\d+(?:\.\d+)?)\s*(ms|millis(?:econds)?|s|secs?|seconds?|m|mins?|minutes?)\s*$/i.exec(text) ?? [];
  if (amount !== undefined) {
    const factor = /^ms|^milli/i.test(unit) ? 1 : /^s/i.test(unit) ? 1000 : 60_000;
    return `durations are in ms, without a unit: ${Number(amount) * factor}`;
  }
  return text.trim() !== '' && Number.isFinite(Number(text)) ? `without quotes: ${text.trim()}` : undefined;
}
