import type { ErrorCode } from '../meilisearch/error-codes.ts';
import { meiliError } from '../meilisearch/errors.ts';
import type { CatalogueErrorSpec, ErrorSpec } from '../scenario/schema.ts';
import { sizeOf } from './size.ts';
import type { Plan } from './types.ts';
import { bodyFrame } from './wire/sse.ts';

/** The error that `Prefer: code=STATUS` asks for, where Meilisearch has one of this status on the chat route. */
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

/** What the chat route says of a body without messages. */
const BAD_BODY = 'Json deserialize error: missing field `messages` at line 1 column 18';

interface ErrorPlace {
  readonly workspace?: string;
  /** When it is sent, in ms after the request. */
  readonly at?: number;
}

/** The answer that is an HTTP error of Meilisearch's, and no stream. */
export function planError(
  error: CatalogueErrorSpec,
  { workspace = 'workspace', at = 0 }: ErrorPlace = {},
): Plan {
  const spec = typeof error === 'string' ? { code: error } : error;
  const { code, message = code === 'chat_not_found' ? `Chat \`${workspace}\` not found` : undefined } = spec;
  const { status, headers, body } = meiliError(code, message);
  const items = [bodyFrame(() => body, at)];
  return { status, headers, mode: 'body', items, rounds: [0], warnings: [], size: 1000 + sizeOf(body) };
}

/** The answer that is any HTTP error. What gateways say is loaded when it is needed. */
export async function planAnyError(error: ErrorSpec, place: ErrorPlace = {}): Promise<Plan> {
  if (typeof error === 'string' || !('status' in error)) return planError(error, place);
  const { planGatewayError } = await import('./gateway-error.ts');
  return planGatewayError(error, place);
}

/** The answer to a request that prefers an error by its status. */
export async function planPreferred(status: number, workspace: string): Promise<Plan> {
  const code = PREFERRED_ERRORS[status];
  if (code === 'bad_request') return planError({ code, message: BAD_BODY });
  if (code !== undefined) return planError(code, { workspace });
  if (Number.isInteger(status) && status >= 400 && status <= 599) return planAnyError({ status });
  const message = `Prefer: code=${status} names no error: those are from 400 to 599.`;
  return planError({ code: 'bad_request', message });
}
