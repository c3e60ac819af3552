import { compactVerify, errors } from 'jose';
import type { ApiKey } from './api-key.ts';
import { decodeBase64Url } from './base64url.ts';
import { deserialize } from './body/parse.ts';
import {
  anyValue,
  dictionary,
  type Infer,
  i64,
  list,
  mapOnly,
  option,
  parsed,
  type Shape,
  string,
  struct,
  units,
  untagged,
} from './body/shape.ts';
import { sameUuid, uuidTrouble } from './uuid.ts';

type Verified =
  | { readonly ok: true; readonly key: ApiKey; readonly tenantToken: TenantToken }
  /** Without a message the text is no token at all. */
  | { readonly ok: false; readonly message?: string };

const indexPattern = parsed('a string', (text) =>
  /^(\*|[a-zA-Z0-9_-]{1,512}\*?)$/.test(text) ? undefined : 'not an index uid pattern',
);

const searchRules = untagged(
  'SearchRules',
  list(indexPattern),
  dictionary(option(struct('IndexSearchRules', { filter: option(anyValue) })), indexPattern),
);

const claimsShape = mapOnly('Claims', {
  searchRules,
  exp: option(i64),
  apiKeyUid: parsed('a formatted UUID string', uuidTrouble),
});

/** The claims of a tenant token that was found to be good: what it may search, and until when (Unix seconds). */
export interface TenantToken extends Infer<typeof claimsShape> {}

const ALGORITHMS = ['HS256', 'HS384', 'HS512'];
const OTHER_ALGORITHMS = 'ES256 ES384 RS256 RS384 RS512 PS256 PS384 PS512 EdDSA'.split(' ');

const headerShape = mapOnly('Header', {
  typ: option(string),
  alg: units(...ALGORITHMS, ...OTHER_ALGORITHMS),
  cty: option(string),
  kid: option(string),
});

/** Verifies a tenant token with the key that its claims name, or with one that has no uid to be named by. */
export async function verifyTenantToken(
  token: string,
  keys: readonly ApiKey[],
  now: Date,
): Promise<Verified> {
  const [signature = '', payload = '', ...rest] = token.split('.').reverse();
  if (rest.length === 0) return { ok: false };
  const header = await decodePart(rest.reverse().join('.'), headerShape);
  if (typeof header === 'string') return undecodable(header);
  if (!ALGORITHMS.includes(header.alg)) return undecodable('InvalidKeyFormat');
  const tenantToken = await decodePart(payload, claimsShape);
  if (typeof tenantToken === 'string') return undecodable(tenantToken);
  if ('aud' in tenantToken && namesAudience(tenantToken.aud)) return undecodable('InvalidAudience');

  const signed = decodeBase64Url(signature);
  if (typeof signed === 'string') return undecodable(`Base64 error: ${signed}`);
  const key = await findSigner(token, tenantToken.apiKeyUid, keys);
  if (key === undefined) return undecodable('InvalidSignature');
  const { exp } = tenantToken;
  const seconds = Math.floor(now.getTime() / 1000);
  if (exp != null && seconds > exp) {
    return {
      ok: false,
      message: `Tenant token expired. Was valid up to \`${exp}\` and we're now \`${seconds}\`.`,
    };
  }
  return { ok: true, key, tenantToken };
}

/** Meilisearch is no audience: a token that is meant for one is not meant for it. */
function namesAudience(aud: unknown): boolean {
  const names = [aud].flat();
  return names.length > 0 && names.every((name) => typeof name === 'string');
}

async function findSigner(token: string, uid: string, keys: readonly ApiKey[]): Promise<ApiKey | undefined> {
  for (const key of keys.filter((candidate) => candidate.uid === undefined || sameUuid(candidate.uid, uid))) {
    if (await isSignedWith(token, key.key)) return key;
  }
  return undefined;
}

async function isSignedWith(token: string, secret: string): Promise<boolean> {
  try {
    await compactVerify(token, new TextEncoder().encode(secret), { algorithms: ALGORITHMS });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

/** The content of a part, or what is wrong with it. */
async function decodePart<T extends object>(part: string, shape: Shape<T>): Promise<T | string> {
  const bytes = decodeBase64Url(part);
  if (typeof bytes === 'string') return `Base64 error: ${bytes}`;
  const result = await deserialize(bytes, shape);
  return result.ok ? result.value : `JSON error: ${result.error.located}`;
}

function undecodable(trouble: string): Verified {
  return { ok: false, message: `Could not decode tenant token, ${trouble}.` };
}
