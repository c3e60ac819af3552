import { ERROR_CATALOGUE, type ErrorCode } from '../meilisearch/error-codes.ts';
import { meiliError } from '../meilisearch/errors.ts';
import type { ErrorSpec } from '../scenario/schema.ts';
import type { Exchange } from '../upstream/exchange.ts';
import { objectOf, parseJson, stringOf } from './json.ts';

/** The codes for what is not Meilisearch's, by status. */
const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'bad_request',
  401: 'missing_authorization_header',
  403: 'invalid_api_key',
  404: 'chat_not_found',
  413: 'payload_too_large',
  415: 'invalid_content_type',
  429: 'too_many_search_requests',
  503: 'too_many_search_requests',
};

/** How much of a body that is not JSON is a message, in characters. */
const LONGEST = 300;

/** An HTTP error as a scenario says it, and where that is not how it was. */
export function httpError({ status, frames, workspace }: Exchange): { error: ErrorSpec; note?: string } {
  const text = frames.map(({ data }) => data).join('');
  const body = objectOf(parseJson(text));
  const { code } = body;
  if (typeof code === 'string' && Object.hasOwn(ERROR_CATALOGUE, code)) {
    const known = code as ErrorCode;
    const message = stringOf(body.message);
    const usual =
      known === 'chat_not_found' ? `Chat \`${workspace}\` not found` : meiliError(known).body.message;
    if (ERROR_CATALOGUE[known].status === status)
      return { error: message === undefined || message === usual ? known : { code: known, message } };
  }
  const nearest = BY_STATUS[status] ?? (status < 500 ? 'bad_request' : 'internal');
  const { message = body.message } = objectOf(body.error);
  const words = stringOf(message) ?? stringOf(body.error) ?? plain(text);
  const note = `The server answered ${status}${nearestNote(nearest, status)}.`;
  return { error: words === '' ? nearest : { code: nearest, message: words }, note };
}

const nearestNote = (code: ErrorCode, status: number) => {
  const own = ERROR_CATALOGUE[code].status;
  return own === status
    ? ', with an error that is not Meilisearch’s'
    : `; the nearest that Meilisearch has is ${own}`;
};

/** The words of an HTML page, or a text. */
const plain = (text: string) =>
  text
    .replace(/<(?:style|script)\b[^<]*<\/[^>]*>|<[^>]*>/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST);
