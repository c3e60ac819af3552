import { describe, expect, test } from 'vitest';
import { redact } from '../../src/session/redact.ts';

const SECRET = 'hunter2';
const base = { method: 'POST', path: '/chats/movies/chat/completions', headers: {}, body: null };
const headers = (given: Record<string, string>) => redact({ ...base, headers: given }).headers;
const body = (given: unknown) => redact({ ...base, body: given }).body;

describe('headers', () => {
  test.each([
    ['Bearer hunter2', 'Bearer [redacted]'],
    ['bearer hunter2, Bearer hunter2', 'bearer [redacted]'],
    ['Basic aHVudGVyMg==', 'Basic [redacted]'],
    ['Digest username="a", response="hunter2"', 'Digest [redacted]'],
    ['hunter2', '[redacted]'],
    ['hunter2 hunter2', '[redacted]'],
    ['My,Scheme hunter2', '[redacted]'],
    ['Basic,hunter2', '[redacted]'],
    ['Bearer\thunter2', '[redacted]'],
  ])('of the Authorization %j nothing but a known scheme is kept', (value, kept) => {
    expect(headers({ authorization: value, 'proxy-authorization': value })).toEqual({
      authorization: kept,
      'proxy-authorization': kept,
    });
  });

  test.each([
    'cookie',
    'set-cookie',
    'x-api-key',
    'X-Meili-API-Key',
    'ocp-apim-subscription-key',
    'x-auth-token',
    'x-auth',
    'x-amz-security-token',
    'x-csrf-token',
    'x-hub-signature-256',
    'x-client-secret',
    'x-mock-control-key',
  ])('%s is hidden whole', (name) => {
    expect(headers({ [name]: `a=${SECRET}; b=${SECRET}` })).toEqual({ [name]: '[redacted]' });
  });

  test('the rest is kept, but for what its URLs carry', () => {
    const rest = { accept: 'text/event-stream', 'content-type': 'application/json', 'x-mock-session': 'a' };
    expect(headers(rest)).toEqual(rest);
    expect(headers({ referer: 'https://u:hunter2@x.example/?a=1&access_token=hunter2&b=2' })).toEqual({
      referer: 'https://[redacted]@x.example/?a=1&access_token=[redacted]&b=2',
    });
  });
});

test('the query of a path', () => {
  const { path } = redact({ ...base, path: '/chats?api_key=hunter2&limit=3&sig=hunter2' });
  expect(path).toBe('/chats?api_key=[redacted]&limit=3&sig=[redacted]');
});

describe('bodies', () => {
  test('texts under the names of credentials are hidden, wherever they are', () => {
    const given = {
      metadata: { apiKey: SECRET, 'x-auth-token': SECRET, plan: 'free' },
      headers: [{ Cookie: SECRET }],
      api_keys: [SECRET, [SECRET]],
      clientSecret: SECRET,
    };
    expect(body(given)).toEqual({
      metadata: { apiKey: '[redacted]', 'x-auth-token': '[redacted]', plan: 'free' },
      headers: [{ Cookie: '[redacted]' }],
      api_keys: ['[redacted]', ['[redacted]']],
      clientSecret: '[redacted]',
    });
  });

  test('numbers, schemas and prose are kept, and what hides nothing is the same value', () => {
    const given = {
      model: 'gpt-4o',
      max_tokens: 5,
      max_completion_tokens: 5,
      stop: null,
      messages: [{ role: 'user', content: 'My key: C major. What is a token?' }],
      tools: [{ function: { parameters: { properties: { api_key: { type: 'string' } } } } }],
    };
    expect(body(given)).toBe(given);
  });

  test.each([
    ["curl -H 'Authorization: My-Scheme a, b=hunter2' x", "curl -H 'Authorization: [redacted]' x"],
    ['Authorization: Bearer hunter2\nAccept: a', 'Authorization: Bearer [redacted]\nAccept: a'],
    [
      'Authorization: Digest username="a", response="hunter2"\nB: c',
      'Authorization: Digest [redacted]\nB: c',
    ],
    [
      'curl -H "Authorization: Digest username=\\"a\\", response=\\"hunter2\\"" x',
      'curl -H "Authorization: Digest [redacted]" x',
    ],
    ['{"api_key": "a\\"hunter2"}', '{"api_key": "[redacted]"}'],
    ['{"api_key": "hunter2 hunter2", "a": 1}', '{"api_key": "[redacted]", "a": 1}'],
    [
      'see https://x.example/a?X-Amz-Signature=hunter2#b',
      'see https://x.example/a?X-Amz-Signature=[redacted]#b',
    ],
  ])('of the text %j what is a credential by its place is hidden', (text, kept) => {
    expect(body({ messages: [{ content: text }] })).toEqual({ messages: [{ content: kept }] });
  });

  test.each([
    ['{"api_key":"hunter2","a":1,}', '{"api_key":"[redacted]","a":1,}'],
    ['{"arguments":"{\\"api_key\\":\\"hunter2\\"}",}', '{"arguments":"{\\"api_key\\":\\"[redacted]\\"}",}'],
    ['{"authorization":"My-Scheme a=\\"b\\", hunter2","a":1,}', '{"authorization":"[redacted]","a":1,}'],
    ['{"a":"{\\"key\\":\\"b\\\\\\"hunter2\\"}",}', '{"a":"{\\"key\\":\\"[redacted]\\"}",}'],
    ['{"password":"hunter2 hunt', '{"password":"[redacted]'],
    ['api_key=hunter2&model=a', 'api_key=[redacted]&model=a'],
    ['max_tokens: 5', 'max_tokens: 5'],
  ])('a body %j that is no JSON', (text, kept) => {
    expect(body(text)).toBe(kept);
  });

  test('a long text takes no long time', () => {
    const texts = [
      'a',
      'key',
      'key ',
      'key=',
      'key:[',
      "key='\\\\'",
      '"key":"',
      'authorization:',
      '://',
      'token"',
    ].map((part) => part.repeat(2_000_000 / part.length));
    const began = performance.now();
    for (const text of texts) body({ content: text });
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test('very deep ones are cut', () => {
    const deep = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000));
    expect(JSON.stringify(body(deep))).toContain('[redacted]');
  });
});
