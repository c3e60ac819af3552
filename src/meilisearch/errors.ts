import { ERROR_CATALOGUE, type ErrorCode, type ErrorType } from './error-codes.ts';
import { defaultMessage } from './error-messages.ts';

/** The body of every HTTP error of Meilisearch, in the order in which it writes its keys. */
export interface MeiliErrorBody {
  readonly message: string;
  readonly code: ErrorCode;
  readonly type: ErrorType;
  readonly link: string;
}

/** An HTTP error as Meilisearch answers it. */
export interface MeiliError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: MeiliErrorBody;
}

/** Meilisearch ends the message of every `io_error` with this. */
const IO_ERROR_ADVICE =
  ". This error generally happens when you have no space left on device or when your database doesn't have read or write right.";

/**
 * The answer Meilisearch gives for an error code; without a message, the text that the code usually comes with.
 *
 * @example
 * const { status, headers, body } = meiliError('chat_not_found', 'Chat `movies` not found');
 * response.writeHead(status, headers).end(JSON.stringify(body));
 */
export function meiliError(code: ErrorCode, message: string = defaultMessage(code)): MeiliError {
  const { status, type } = ERROR_CATALOGUE[code];
  return {
    status,
    headers: {
      'content-type': 'application/json',
      ...(status === 503 && { 'retry-after': '10' }),
    },
    body: {
      message: code === 'io_error' ? message + IO_ERROR_ADVICE : message,
      code,
      type,
      link: `https://docs.meilisearch.com/errors#${code}`,
    },
  };
}
