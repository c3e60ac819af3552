import { ERROR_CATALOGUE, type ErrorCode } from '../meilisearch/error-codes.ts';
import { meiliError } from '../meilisearch/errors.ts';
import type { ErrorSpec } from '../scenario/schema.ts';
import type { Exchange } from '../upstream/exchange.ts';
import { objectOf, parseJson, stringOf } from './json.ts';

/** The headers of an error that are worth keeping: a client waits for as long as this says. */
const KEPT = ['retry-after'] as const;

/** An HTTP error as a scenario says it, and where that is not how it was. */
export function httpError(exchange: Exchange): { readonly error: ErrorSpec; readonly note?: string } {
  const { status, frames, headers } = exchange;
  const text = frames.map(({ data }) => data).join('');
  const json = parseJson(text);
  const own = ownError(exchange, json);
  if (own !== undefined) return { error: own };
  const kept = KEPT.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]] as const]));
  const body = typeof json === 'object' && json !== null ? (json as never) : text;
  const error = {
    ...{ status: status >= 400 && status <= 599 ? status : 502, body },
    ...(kept.length === 0 ? {} : { headers: Object.fromEntries(kept) }),
  };
  return error.status === status
    ? { error }
    : { error, note: `The server answered ${status}, which is no error.` };
}

/** An error that Meilisearch itself has. */
function ownError({ status, workspace }: Exchange, json: unknown): ErrorSpec | undefined {
  const { code, message: words } = objectOf(json);
  if (typeof code !== 'string' || !Object.hasOwn(ERROR_CATALOGUE, code)) return undefined;
  const known = code as ErrorCode;
  if (ERROR_CATALOGUE[known].status !== status) return undefined;
  const message = stringOf(words);
  const usual =
    known === 'chat_not_found' ? `Chat \`${workspace}\` not found` : meiliError(known).body.message;
  return message === undefined || message === usual ? known : { code: known, message };
}
