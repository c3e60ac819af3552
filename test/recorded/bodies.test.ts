import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkRequest, type RequestFacts } from '../../src/meilisearch/checks.ts';

interface Recorded {
  readonly body: string;
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

// Requests with mutated bodies, and how a Meilisearch 1.50.0 answered them.
const recorded: readonly Recorded[] = readFileSync(new URL('bodies.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

const facts: Omit<RequestFacts, 'body'> = {
  headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
  workspace: 'movies',
  keys: [],
  chatCompletions: true,
  workspaceExists: () => true,
  profile: 'server',
  limit: 1_000_000,
  now: new Date(),
};

test('there are recorded bodies', () => {
  expect(recorded).toHaveLength(527);
});

test.each(recorded)('answers as a real Meilisearch: $body', async ({ body, ...expected }) => {
  const result = await checkRequest({ ...facts, body: new TextEncoder().encode(body) });
  if (!('refusal' in result) || result.refusal === 'panic') throw new Error('The body was taken.');
  const { status, body: error } = result.refusal;
  expect({ status, code: error.code, message: error.message }).toEqual(expected);
});
