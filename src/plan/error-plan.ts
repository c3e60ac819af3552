import type { ErrorCode } from '../meilisearch/error-codes.ts';
import { meiliError } from '../meilisearch/errors.ts';
import type { ErrorSpec } from '../scenario/schema.ts';
import { sizeOf } from './size.ts';
import type { Plan } from './types.ts';
import { bodyFrame } from './wire/sse.ts';

/** The error that `Prefer: code=STATUS` asks for. */
const PREFERRED_ERRORS: Readonly<Record<number, ErrorCode>> = {
  400: 'bad_request',
  401: 'missing_authorization_header',
  403: 'invalid_api_key',
  404: 'chat_not_found',
  413: 'payload_too_large',
  415: 'invalid_content_type',
  500: 'internal',
  501: 'unimplemented_non_streaming_chat_completions',
  503: 'too_many_search_requests',
};

/** The answer that is an HTTP error, and no stream: `at` ms after the request. */
export function planError(error: ErrorSpec, { workspace = 'workspace', at = 0 } = {}): Plan {
  const spec = typeof error === 'string' ? { code: error } : error;
  const { code, message = code === 'chat_not_found' ? `Chat \`${workspace}\` not found` : undefined } = spec;
  const { status, headers, body } = meiliError(code, message);
  const items = [bodyFrame(() => body, at)];
  return { status, headers, mode: 'body', items, rounds: [0], warnings: [], size: 1000 + sizeOf(body) };
}

/** The answer to a request that prefers an error by its status. */
export function planPreferred(status: number): Plan {
  const code = PREFERRED_ERRORS[status];
  if (code !== undefined) return planError(code);
  const known = Object.keys(PREFERRED_ERRORS).join(', ');
  const message = `Prefer: code=${status} names no error of this route. There are ${known}.`;
  return planError({ code: 'bad_request', message });
}
