import type { ApiKey } from './api-key.ts';
import type { Profile } from './chat-request.ts';
import { looksLikeTenantToken, type TenantToken, verifyTenantToken } from './tenant-token.ts';

export { type ApiKey, apiKeySchema, keyFileSchema } from './api-key.ts';

/** What a request may do. `bearer` is false when it passed without any token, which only the `server` profile lets it. */
export interface Grant {
  readonly bearer: boolean;
  readonly key?: ApiKey;
  readonly tenantToken?: TenantToken;
}

export type Authorization =
  | { readonly ok: true; readonly grant: Grant }
  | {
      readonly ok: false;
      readonly code: 'missing_authorization_header' | 'invalid_api_key';
      readonly message: string;
    };

export const MISSING_HEADER =
  'The Authorization header is missing. It must use the bearer authorization method.';
export const INVALID_KEY = 'The provided API key is invalid.';

const missingHeader: Authorization = {
  ok: false,
  code: 'missing_authorization_header',
  message: MISSING_HEADER,
};
const invalidKey = (message = INVALID_KEY): Authorization => ({
  ok: false,
  code: 'invalid_api_key',
  message,
});

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
  if (header === undefined) {
    return keys.length === 0 && profile === 'server' ? { ok: true, grant: { bearer: false } } : missingHeader;
  }
  const [scheme, token] = splitOnce(printable(header.trim()));
  if (scheme !== 'Bearer') return missingHeader;
  if (token === undefined) return invalidKey();
  if (keys.length === 0) return { ok: true, grant: { bearer: true } };

  const key = keys.find((candidate) => candidate.key === token);
  if (key !== undefined) {
    return allows(key, action, now) ? { ok: true, grant: { bearer: true, key } } : invalidKey();
  }
  const takesTenantTokens = action === 'search' || action === 'chatCompletions';
  if (!takesTenantTokens || !looksLikeTenantToken(token)) return invalidKey();
  return authorizeTenant(token, keys, action, now);
}

async function authorizeTenant(
  token: string,
  keys: readonly ApiKey[],
  action: string,
  now: Date,
): Promise<Authorization> {
  const result = await verifyTenantToken(token, keys, now);
  if (!result.ok) return invalidKey(result.message);
  const { key, tenantToken } = result;
  return allows(key, action, now) ? { ok: true, grant: { bearer: true, key, tenantToken } } : invalidKey();
}

function isExpired({ expiresAt }: ApiKey, now: Date): boolean {
  return expiresAt != null && now.getTime() >= Date.parse(expiresAt);
}

function allows(key: ApiKey, action: string, now: Date): boolean {
  const actions = key.actions ?? ['*'];
  return !isExpired(key, now) && actions.some((pattern) => covers(pattern, action));
}

/** `*` covers everything, `chats.*` every action on chats, `*.get` every reading one. */
function covers(pattern: string, action: string): boolean {
  if (pattern === '*' || pattern === action) return true;
  if (pattern.endsWith('.*')) return action.startsWith(pattern.slice(0, -1));
  return pattern === '*.get' && action.endsWith('.get');
}

/** The header as the server reads it: one with bytes that are not printable ASCII counts as empty. */
function printable(header: string): string {
  return /^[\t\x20-\x7e]*$/.test(header) ? header : '';
}

function splitOnce(text: string): [string, string | undefined] {
  const space = text.indexOf(' ');
  return space < 0 ? [text, undefined] : [text.slice(0, space), text.slice(space + 1)];
}
