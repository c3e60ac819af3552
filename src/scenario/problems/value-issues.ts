import { ERROR_CATALOGUE } from '../../meilisearch/error-codes.ts';
import { suggest } from '../../suggest.ts';
import type { Path } from './problem.ts';
import { anyOf, describeValue, isRecord, quoted, readDuration } from './wording.ts';

interface Said {
  readonly message: string;
  readonly hint?: string;
  readonly notes?: readonly string[];
}

/** More choices than this are not listed. */
const LISTED = 12;

/** What is said of a value that is none of the choices. */
export function explainEnum(choices: readonly string[], found: unknown): Said {
  if (choices.length > LISTED) return explainErrorCode(choices, found);
  const message = `expected ${anyOf(choices)}, found ${describeValue(found)}`;
  const [near] = typeof found === 'string' ? suggest(found, choices) : [];
  return near === undefined ? { message } : { message, hint: `did you mean "${near}"?` };
}

function explainErrorCode(codes: readonly string[], found: unknown): Said {
  const notes = [
    "the codes are those of Meilisearch's error catalogue; an editor with scenarios/schema.json completes them",
  ];
  if (typeof found !== 'string') {
    const message = `expected an error code such as internal, found ${describeValue(found)}`;
    const ofStatus = Object.entries(ERROR_CATALOGUE).flatMap(([code, { status }]) =>
      status === found ? [code] : [],
    );
    if (ofStatus.length === 0) return { message, notes };
    const some = preferred(ofStatus).slice(0, 3);
    return { message, hint: `a code with status ${String(found)} is ${anyOf(some)}`, notes };
  }
  const near = suggest(found, codes, 3);
  const message = `unknown error code ${quoted(found)}`;
  return near.length === 0
    ? { message, hint: notes[0] ?? '' }
    : { message, hint: `did you mean ${anyOf(near)}?`, notes };
}

/** Those that the chat routes answer with, first. */
function preferred(codes: readonly string[]): string[] {
  const chat = [
    'bad_request',
    'missing_authorization_header',
    'invalid_api_key',
    'chat_not_found',
    'invalid_content_type',
    'internal',
    'too_many_search_requests',
  ];
  return [...chat.filter((code) => codes.includes(code)), ...codes.filter((code) => !chat.includes(code))];
}

/** What is said of a number, text or list that is too small or too big. */
export function explainSize(bound: 'least' | 'most', limit: number | bigint, origin: string): string {
  if (origin === 'string')
    return bound === 'least' ? 'must not be empty' : `must have at most ${limit} characters`;
  if (origin === 'array')
    return bound === 'least' ? 'must not be an empty list' : `must have at most ${limit} entries`;
  return `must be at ${bound} ${limit}`;
}

/** What is said of a text that has not the form it must have. */
export function explainFormat(format: string, found: unknown): Said {
  if (format === 'base64') return { message: `expected base64, found ${describeValue(found)}` };
  const message = `${quoted(String(found))} is not a name`;
  const slug = String(found)
    .trim()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[._-]+|-+$/gu, '');
  const rule = 'names have letters, digits, ".", "_" and "-", and no spaces';
  return { message, hint: slug === '' ? rule : `${rule}: ${slug.slice(0, 60)}` };
}

/** How a value of the wrong type was probably meant. */
export function typeHint(expected: readonly string[], found: unknown, path: Path): string | undefined {
  const wants = (type: string): boolean => expected.includes(type);
  if (typeof found === 'number' && wants('int') && !Number.isInteger(found)) return undefined;
  if ((typeof found === 'number' || typeof found === 'boolean') && wants('string')) {
    return `put it in quotes: "${String(found)}"`;
  }
  if (typeof found === 'string' && (wants('number') || wants('int'))) return numberHint(found);
  if (typeof found === 'string' && wants('boolean') && /^(yes|no|on|off|true|false)$/i.test(found)) {
    return `write ${/^(yes|on|true)$/i.test(found) ? 'true' : 'false'}`;
  }
  if (wants('array') && path.at(-1) === 'reply') {
    if (typeof found === 'string') return 'write it as a step: "- text: …"';
    if (isRecord(found)) return 'put a dash before each step: "- text: …"';
  }
  if (wants('array') && isRecord(found)) return 'put a dash before each entry';
  return undefined;
}

function numberHint(text: string): string | undefined {
  const ms = readDuration(text);
  if (ms !== undefined) return `durations are in ms, without a unit: ${ms}`;
  return text.trim() !== '' && Number.isFinite(Number(text)) ? `without quotes: ${text.trim()}` : undefined;
}
