import type { ApiKey } from './api-key.ts';
import type { Profile } from './chat-request.ts';
import { defaultMessage } from './error-messages.ts';
import type { TenantToken } from './tenant-token.ts';

export type { ApiKey } from './api-key.ts';

/** What a request may do. `bearer` is false when it passed without any token, which only the `server` profile lets it. */
export interface Grant {
  readonly bearer: boolean;
  readonly key?: ApiKey;
  readonly tenantToken?: TenantToken;
}

type RefusalCode = 'missing_authorization_header' | 'invalid_api_key';

export type Authorization =
  | { readonly ok: true; readonly grant: Grant }
  | { readonly ok: false; readonly code: RefusalCode; readonly message: string };

const refused = (code: RefusalCode, message = defaultMessage(code)): Authorization => ({
  ok: false,
  code,
  message,
});

/** Scheme and token. A header with bytes that are not printable ASCII has neither. */
const CREDENTIALS = /^([\t!-~]*)(?: ([\t -~]*))?$/;

/**
 * Decides as Meilisearch does whether a request may do something. `action` is Meilisearch's own name for it, such as
 * `chatCompletions`. Without keys any bearer token passes; no header at all passes in the `server` profile only, since
 * a Meilisearch without master key asks for none (and panics later).
 *
 * @example
 * const result = await authorize(request.headers.authorization, keys, 'chatCompletions', new Date(), 'spec');
 * if (!result.ok) return meiliError(result.code, result.message);
 */
export async function authorize(
  header: string | undefined,
  keys: readonly ApiKey[],
  action: string,
  now: Date,
  profile: Profile,
): Promise<Authorization> {
  if (header === undefined && keys.length === 0 && profile === 'server') {
    return { ok: true, grant: { bearer: false } };
  }
  const [, scheme, token] = CREDENTIALS.exec(header?.trim() ?? '') ?? [];
  if (scheme !== 'Bearer') return refused('missing_authorization_header');
  if (token === undefined) return refused('invalid_api_key');
  if (keys.length === 0) return { ok: true, grant: { bearer: true } };

  const grantIfAllowed = (key: ApiKey, tenantToken?: TenantToken): Authorization =>
    allows(key, action, now)
      ? { ok: true, grant: { bearer: true, key, ...(tenantToken && { tenantToken }) } }
      : refused('invalid_api_key');

  const key = keys.find((candidate) => candidate.key === token);
  if (key !== undefined) return grantIfAllowed(key);
  if (action !== 'search' && action !== 'chatCompletions') return refused('invalid_api_key');
  const { verifyTenantToken } = await import('./tenant-token.ts');
  const result = await verifyTenantToken(token, keys, now);
  if (!result.ok) return refused('invalid_api_key', result.message);
  return grantIfAllowed(result.key, result.tenantToken);
}

function allows({ actions = ['*'], expiresAt }: ApiKey, action: string, now: Date): boolean {
  const isExpired = expiresAt != null && now.getTime() >= Date.parse(expiresAt);
  return !isExpired && actions.some((pattern) => covers(pattern, action));
}

/** `*` covers everything, `chats.*` every action on chats, `*.get` every reading one. */
function covers(pattern: string, action: string): boolean {
  if (pattern === '*' || pattern === action) return true;
  if (pattern.endsWith('.*')) return action.startsWith(pattern.slice(0, -1));
  return pattern === '*.get' && action.endsWith('.get');
}
