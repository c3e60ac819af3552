import { createHash, createHmac } from 'node:crypto';
import type { ApiKey } from '../auth.ts';
import { rfc3339 } from './tasks.ts';

/** A key as `GET /keys` shows it. */
export interface KeyView {
  readonly name: string | null;
  readonly description: string | null;
  readonly key: string;
  readonly uid: string;
  readonly actions: readonly string[];
  readonly indexes: readonly string[];
  readonly expiresAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The keys that Meilisearch makes from its master key. Their uids are made up once, so that the keys stay the same. */
const DEFAULT_KEYS = [
  {
    name: 'Default Search API Key',
    description: 'Use it to search from the frontend',
    uid: '4a1dd0f6-2a0e-4e43-9d6b-5b0d0f7d3c11',
    actions: ['search'],
  },
  {
    name: 'Default Admin API Key',
    description:
      'Use it for anything that is not a search operation. Caution! Do not expose it on a public frontend',
    uid: '9c3f6a52-7b1c-4f0a-8a57-0e6f5d2b8e22',
    actions: ['*'],
  },
  {
    name: 'Default Read-Only Admin API Key',
    description:
      'Use it to read information across the whole database. Caution! Do not expose this key on a public frontend',
    uid: 'd27b9e08-51c4-4c7e-b3a9-6f1e8a4c0d33',
    actions: ['*.get', 'keys.get'],
  },
  {
    name: 'Default Chat API Key',
    description: 'Use it to chat and search from the frontend',
    uid: '6e85c1b4-0f3d-49a2-97ce-c2d4b7a91f44',
    actions: ['chatCompletions', 'search'],
  },
] as const;

/** Stands for the master key of a mock that has none, and lets any key in. */
const NO_MASTER_KEY = 'no-master-key';

/**
 * The keys that let a request in: those configured and, when there is a master key (one with all rights and no uid), the
 * four that Meilisearch makes from it, so that what `GET /keys` lists can be used.
 *
 * @example
 * withDefaultKeys([{ key: 'MASTER_KEY' }]).length; // 5
 */
export function withDefaultKeys(keys: readonly ApiKey[]): readonly ApiKey[] {
  const master = keys.find(isMaster);
  if (master === undefined) return keys;
  const known = new Set(keys.map(({ uid }) => uid));
  return [...keys, ...defaultKeys(master.key).filter(({ uid }) => !known.has(uid))];
}

/** The keys as `GET /keys` lists them: not the master key itself. */
export function listKeys(keys: readonly ApiKey[], madeAt: Date): KeyView[] {
  const all = keys.length === 0 ? defaultKeys(NO_MASTER_KEY) : withDefaultKeys(keys);
  return all.filter((key) => !isMaster(key)).map((key) => viewOf(key, rfc3339(madeAt)));
}

function isMaster({ uid, actions, indexes, expiresAt }: ApiKey): boolean {
  return uid === undefined && indexes === undefined && expiresAt == null && (actions?.includes('*') ?? true);
}

function defaultKeys(masterKey: string): ApiKey[] {
  return DEFAULT_KEYS.map(({ uid, actions }) => ({
    key: createHmac('sha256', masterKey).update(uid).digest('hex'),
    uid,
    actions: [...actions],
    indexes: ['*'],
  }));
}

function viewOf({ key, uid, actions, indexes, expiresAt }: ApiKey, madeAt: string): KeyView {
  const named = DEFAULT_KEYS.find((candidate) => candidate.uid === uid);
  return {
    name: named?.name ?? null,
    description: named?.description ?? null,
    key,
    uid: uid ?? uidFrom(key),
    actions: actions ?? ['*'],
    indexes: indexes ?? ['*'],
    expiresAt: expiresAt == null ? null : rfc3339(new Date(expiresAt)),
    createdAt: madeAt,
    updatedAt: madeAt,
  };
}

/** The same uid every time for a key that was given without one. */
function uidFrom(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
