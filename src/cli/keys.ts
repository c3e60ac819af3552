import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ChatMockError } from '../error.ts';
import { type ApiKey, keyFileSchema } from '../meilisearch/api-key.ts';
import { authorize } from '../meilisearch/auth.ts';
import { formatPath } from '../scenario/problems/problem.ts';

/**
 * The API keys of a file.
 *
 * @throws ChatMockError `invalid-option` saying what is wrong with the file.
 */
export async function readKeyFile(file: string, cwd: string): Promise<readonly ApiKey[]> {
  const wrong = (what: string, details: { hint?: string; cause?: unknown }) =>
    new ChatMockError('invalid-option', `The key file ${file} ${what}.`, details);
  let json: unknown;
  try {
    json = JSON.parse(await readFile(resolve(cwd, file), 'utf8'));
  } catch (cause) {
    throw wrong(`cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  const result = keyFileSchema.safeParse(json);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => {
    const where = formatPath(path.map((part) => (typeof part === 'number' ? part : String(part))));
    return where === '' ? message : `${where}: ${message}`;
  });
  throw wrong(`is wrong: ${issues.join('; ')}`, {
    hint: 'It is a JSON list such as [{ "key": "search-key", "actions": ["chatCompletions"] }].',
  });
}

/** A key that may send chat requests, if there is one; `any` if no key is needed. */
export async function chatKey(keys: readonly ApiKey[]): Promise<string> {
  for (const { key } of keys) {
    const result = await authorize(`Bearer ${key}`, keys, 'chatCompletions', new Date(), 'spec');
    if (result.ok) return key;
  }
  return keys[0]?.key ?? 'any';
}
