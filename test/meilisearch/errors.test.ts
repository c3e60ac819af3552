import { expect, test } from 'vitest';
import { ERROR_CODES } from '../../src/meilisearch/error-codes.ts';
import { meiliError } from '../../src/meilisearch/errors.ts';

test('an error has the status, headers and body that Meilisearch sends', () => {
  const { status, headers, body } = meiliError('chat_not_found', 'Chat `films` not found');
  expect(status).toBe(404);
  expect(headers).toEqual({ 'content-type': 'application/json' });
  expect(JSON.stringify(body)).toBe(
    '{"message":"Chat `films` not found","code":"chat_not_found","type":"invalid_request","link":"https://docs.meilisearch.com/errors#chat_not_found"}',
  );
});

test('every 503 says when to come back', () => {
  expect(meiliError('too_many_search_requests')).toMatchObject({
    status: 503,
    headers: { 'content-type': 'application/json', 'retry-after': '10' },
    body: {
      message: 'Too many search requests running at the same time: 10. Retry after 10s.',
      type: 'system',
    },
  });
});

test('io_error carries its advice after the message', () => {
  expect(meiliError('io_error', 'Disk gone').body.message).toBe(
    "Disk gone. This error generally happens when you have no space left on device or when your database doesn't have read or write right.",
  );
});

test.each([
  [
    'missing_authorization_header',
    'The Authorization header is missing. It must use the bearer authorization method.',
  ],
  ['invalid_api_key', 'The provided API key is invalid.'],
  ['index_not_found', 'Index `movies` not found.'],
  [
    'invalid_chat_completion_org_id',
    'Invalid value type at `.orgId`: expected a string, but found a number: `1`',
  ],
  ['index_already_exists', 'Index already exists.'],
  ['invalid_task_limit', 'Invalid task limit.'],
] as const)('%s comes with its usual text', (code, message) => {
  expect(meiliError(code).body.message).toBe(message);
});

test('each of the codes has a text of its own', () => {
  for (const code of ERROR_CODES) {
    const { body, status } = meiliError(code);
    expect(body.message, code).toMatch(/^[\w`].{9,}/);
    expect(body.link).toBe(`https://docs.meilisearch.com/errors#${code}`);
    expect(status).toBeGreaterThanOrEqual(400);
  }
});
