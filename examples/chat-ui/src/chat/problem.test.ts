import { APIConnectionError, APIError } from 'openai';
import { expect, test } from 'vitest';
import { describeRequestError } from './problem.ts';

function failed(status: number, body: object, headers: Record<string, string> = {}) {
  return APIError.generate(status, { error: body }, undefined, new Headers(headers));
}

test("shows Meilisearch's own words, code and link", () => {
  const error = failed(404, {
    message: 'Chat `films` not found',
    code: 'chat_not_found',
    type: 'invalid_request',
    link: 'https://docs.meilisearch.com/errors#chat_not_found',
  });
  expect(describeRequestError(error, 'http://localhost:7700', 0)).toEqual({
    title: 'There is no such chat.',
    message: 'Chat `films` not found',
    code: 'chat_not_found',
    link: 'https://docs.meilisearch.com/errors#chat_not_found',
    retryAt: undefined,
  });
});

test('waits as long as retry-after says', () => {
  const error = failed(503, { message: 'Too many search requests.' }, { 'retry-after': '10' });
  expect(describeRequestError(error, '', 5_000).retryAt).toBe(15_000);
});

test('finds the wait in the message where the page may not see the header', () => {
  const error = failed(503, {
    message: 'Too many search requests running at the same time: 1000. Retry after 10s.',
  });
  expect(describeRequestError(error, '', 5_000).retryAt).toBe(15_000);
});

test('says where nothing answered', () => {
  const error = new APIConnectionError({ message: undefined });
  expect(describeRequestError(error, 'http://localhost:7700', 0).message).toBe(
    'Nothing answered at http://localhost:7700.',
  );
});

test('an error page without a body has a message too', () => {
  const error = APIError.generate(502, undefined, undefined, new Headers());
  expect(describeRequestError(error, '', 0).message).toBe(
    'The server answered with status 502 and no explanation.',
  );
});
