import { CompactSign, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { type ApiKey, keyFileSchema } from '../../src/meilisearch/api-key.ts';
import { authorize } from '../../src/meilisearch/auth.ts';

const UID = '6062abda-a5aa-4414-ac91-ecd7944c0f8d';
const now = new Date('2026-06-01T12:00:00Z');
const missing = {
  ok: false,
  code: 'missing_authorization_header',
  message: 'The Authorization header is missing. It must use the bearer authorization method.',
};
const invalid = { ok: false, code: 'invalid_api_key', message: 'The provided API key is invalid.' };
const refused = (message: string) => ({ ok: false, code: 'invalid_api_key', message });

const ask = (header: string | undefined, keys: readonly ApiKey[] = [], action = 'chatCompletions') =>
  authorize(header, keys, action, now, 'spec');

const sign = (claims: Record<string, unknown>, secret = 'secret', alg = 'HS256') =>
  new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT' }).sign(new TextEncoder().encode(secret));
const signText = (payload: string) =>
  new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode('secret'));
const withToken = async (claims: Record<string, unknown>, secret?: string, alg?: string) =>
  ask(`Bearer ${await sign(claims, secret, alg)}`, [{ key: 'secret', uid: UID }]);

test('without keys any bearer token passes', async () => {
  expect(await ask('Bearer x')).toEqual({ ok: true, grant: { bearer: true } });
});

test('without keys no header is refused; a real server lets it pass, without a token', async () => {
  expect(await ask(undefined)).toEqual(missing);
  expect(await authorize(undefined, [], 'chatCompletions', now, 'server')).toEqual({
    ok: true,
    grant: { bearer: false },
  });
});

test.each(['Basic x', 'bearer x', '', 'x', 'Bearer\tx', 'Bearér x'])(
  '%j is no bearer token',
  async (header) => {
    expect(await ask(header)).toEqual(missing);
  },
);

test.each(['Bearer', 'Bearer '])('%j has no token', async (header) => {
  expect(await ask(header)).toEqual(invalid);
});

test('with keys a request needs one of them', async () => {
  const keys = [{ key: 'a' }, { key: 'b' }];
  expect(await ask('Bearer b', keys)).toEqual({ ok: true, grant: { bearer: true, key: { key: 'b' } } });
  expect(await ask('Bearer c', keys)).toEqual(invalid);
  expect(await ask(undefined, keys)).toEqual(missing);
});

test.each([
  [['chatCompletions'], 'chatCompletions', true],
  [['*'], 'chatCompletions', true],
  [['search'], 'chatCompletions', false],
  [[], 'chatCompletions', false],
  [['chats.*'], 'chats.get', true],
  [['chats.*'], 'chatsSettings.get', false],
  [['*.get'], 'chatsSettings.get', true],
  [['*.get'], 'chatsSettings.update', false],
] as const)('a key for %j and the action %s', async (actions, action, ok) => {
  expect(await ask('Bearer a', [{ key: 'a', actions: [...actions] }], action)).toMatchObject(
    ok ? { ok } : invalid,
  );
});

test('an expired key is an invalid key', async () => {
  expect(await ask('Bearer a', [{ key: 'a', expiresAt: '2026-06-01T12:00:01Z' }])).toMatchObject({
    ok: true,
  });
  expect(await ask('Bearer a', [{ key: 'a', expiresAt: '2026-06-01T12:00:00Z' }])).toEqual(invalid);
  expect(await ask('Bearer a', [{ key: 'a', expiresAt: null }])).toMatchObject({ ok: true });
});

test.each(['HS256', 'HS384', 'HS512'])('a tenant token signed with a known key passes (%s)', async (alg) => {
  const claims = { searchRules: ['movies'], apiKeyUid: UID, exp: 1_780_315_200 };
  const secret = 'a secret that is long enough for each of the algorithms, which is at least 64 bytes';
  const token = await sign(claims, secret, alg);
  const key = { key: secret, uid: UID };
  expect(await ask(`Bearer ${token}`, [{ key: 'other' }, key])).toEqual({
    ok: true,
    grant: { bearer: true, key, tenantToken: claims },
  });
});

test('a key without uid can sign too: there is nothing to tell it by', async () => {
  const token = await sign({ searchRules: {}, apiKeyUid: UID });
  expect(await ask(`Bearer ${token}`, [{ key: 'secret' }])).toMatchObject({ ok: true });
});

test('an expired tenant token says since when', async () => {
  expect(await withToken({ searchRules: {}, apiKeyUid: UID, exp: 1_780_315_199 })).toEqual(
    refused("Tenant token expired. Was valid up to `1780315199` and we're now `1780315200`."),
  );
});

test('a foreign tenant token has the wrong signature', async () => {
  const message = 'Could not decode tenant token, InvalidSignature.';
  expect(await withToken({ searchRules: {}, apiKeyUid: UID }, 'other')).toEqual(refused(message));
  expect(await withToken({ searchRules: {}, apiKeyUid: '00000000-0000-4000-8000-000000000000' })).toEqual(
    refused(message),
  );
});

test.each([
  [{ tamo: 'kefir' }, 'missing field `searchRules` at line 1 column 16'],
  [{ searchRules: ['*'] }, 'missing field `apiKeyUid` at line 1 column 21'],
  [
    { searchRules: 'kefir' },
    'data did not match any variant of untagged enum SearchRules at line 1 column 23',
  ],
  [
    { searchRules: ['*'], apiKeyUid: 'doggo' },
    'UUID parsing failed: invalid character: found `o` at 1 at line 1 column 40',
  ],
  [
    { searchRules: ['*'], apiKeyUid: UID, exp: 1.5 },
    'invalid type: floating point `1.5`, expected i64 at line 1 column 81',
  ],
])('a token with the claims %j', async (claims, trouble) => {
  expect(await withToken(claims)).toEqual(refused(`Could not decode tenant token, JSON error: ${trouble}.`));
});

test('a token for another audience is refused', async () => {
  expect(await withToken({ searchRules: {}, apiKeyUid: UID, aud: 'someone' })).toEqual(
    refused('Could not decode tenant token, InvalidAudience.'),
  );
});

test('what only looks like a token is decoded as far as it goes', async () => {
  const keys = [{ key: 'secret', uid: UID }];
  expect(await ask('Bearer a.b.c', keys)).toEqual(
    refused('Could not decode tenant token, Base64 error: Invalid input length: 1.'),
  );
  expect(await ask('Bearer a.b', keys)).toEqual(invalid);
  expect(await ask(`Bearer ${await signText('[]')}`, keys)).toMatchObject({ code: 'invalid_api_key' });
});

test('the parent of a tenant token needs the action, and must not be expired', async () => {
  const token = await sign({ searchRules: {}, apiKeyUid: UID });
  expect(await ask(`Bearer ${token}`, [{ key: 'secret', uid: UID, actions: ['search'] }])).toEqual(invalid);
  expect(await ask(`Bearer ${token}`, [{ key: 'secret', uid: UID, expiresAt: '2020-01-01' }])).toEqual(
    invalid,
  );
});

test('tenant tokens are for chats and searches only', async () => {
  const token = await sign({ searchRules: {}, apiKeyUid: UID });
  expect(await ask(`Bearer ${token}`, [{ key: 'secret', uid: UID }], 'chats.get')).toEqual(invalid);
});

test('a key file is a list of keys; anything else is said to be wrong', () => {
  const file = [{ key: 'a', uid: UID, actions: ['chatCompletions'], indexes: ['movies'], expiresAt: null }];
  expect(keyFileSchema.parse(file)).toEqual(file);
  expect(keyFileSchema.safeParse([{ key: 'a', action: ['*'] }]).error?.issues[0]).toMatchObject({
    code: 'unrecognized_keys',
    keys: ['action'],
  });
  expect(keyFileSchema.safeParse([{ key: 'a', expiresAt: 'soon' }]).error?.issues[0]?.message).toContain(
    'a date',
  );
});
