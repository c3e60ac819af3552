import { expect, test } from 'vitest';
import { isJsonContentType } from '../../src/meilisearch/content-type.ts';

// The answers were taken from the MIME parser that the real server uses.
test.each([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
  'APPLICATION/JSON',
  'text/json',
  'application/vnd.api+json',
  'application/json+foo',
  'application/json;',
  'application/json; charset=utf-8; ',
  'application/json; charset="utf 8"',
])('%j is JSON', (header) => {
  expect(isJsonContentType(header)).toBe(true);
});

test.each([
  '',
  'json',
  '/json',
  'text/plain',
  'application/',
  'application/a+json+b',
  'application/jsonp',
  'application/json ',
  'application/json ;charset=utf-8',
  'application/json, text/plain',
  'application/json; charset',
  'application/json; charset="utf-8',
  'multipart/form-data; boundary=x',
])('%j is not', (header) => {
  expect(isJsonContentType(header)).toBe(false);
});
