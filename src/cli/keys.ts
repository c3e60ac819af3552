import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ChatMockError } from '../error.ts';
import { type ApiKey, keyFileSchema } from '../meilisearch/auth.ts';
import { formatPath } from '../scenario/problems/problem.ts';

/**
 * The API keys of a file: a JSON list of objects with `key` and, if they are to be narrower, `actions`, `indexes`,
 * `expiresAt` and `uid`.
 *
 * @throws ChatMockError `invalid-option` saying what is wrong with the file.
 */
export async function readKeyFile(file: string, cwd: string): Promise<readonly ApiKey[]> {
  const result = keyFileSchema.safeParse(await readJson(file, cwd));
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => {
    const where = formatPath(path.map((part) => (typeof part === 'number' ? part : String(part))));
    return where === '' ? message : `${where}: ${message}`;
  });
  throw new ChatMockError('invalid-option', `The key file ${file} is wrong: ${issues.join('; ')}.`, {
    hint: 'It is a JSON list such as [{ "key": "search-key", "actions": ["chatCompletions"] }].',
  });
}

async function readJson(file: string, cwd: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(resolve(cwd, file), 'utf8'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ChatMockError('invalid-option', `The key file ${file} cannot be read: ${why}.`, { cause });
  }
}

/** A key that may send chat requests; `any` where every one may. */
export function chatKey(keys: readonly ApiKey[]): string {
  const allowed = keys.find(
    ({ actions }) =>
      actions === undefined || actions.some((action) => /^(\*|chatCompletions|chat.*\*)$/.test(action)),
  );
  return (allowed ?? keys[0])?.key ?? 'any';
}
