import { expect, test } from 'vitest';
import { createRedaction, redactJson } from '../../src/record/redact.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzZWFyY2hSdWxlcyI6WyIqIl19.dGhlLXNpZ25hdHVyZQ';

test.each([
  [`Your token is ${JWT}.`, 'Your token is [redacted].'],
  ['curl -H "Authorization: Bearer abcdef"', 'curl -H "Authorization: Bearer [redacted]"'],
  ['https://me:pass@host/?apiKey=abc&q=1', 'https://[redacted]@host/?apiKey=[redacted]&q=1'],
  ['The key sk-proj-abcdefghijklmnop works', 'The key [redacted] works'],
  ['In the key of C major, film no. 12345', 'In the key of C major, film no. 12345'],
])('%s', (text, shown) => {
  expect(createRedaction()(text)).toBe(shown);
});

test('the patterns of the user, and secrets that are known, are hidden everywhere', () => {
  const redaction = createRedaction(['\\b\\d{4}-\\d{4}\\b', '/ada \\w+/i'], ['the-master-key']);
  expect(redaction('1234-5678 of Ada Lovelace, with the-master-key, 8765-4321')).toBe(
    '[redacted] of [redacted], with [redacted], [redacted]',
  );
});

test('documents lose what is called a secret, and keep their keywords', () => {
  const document = {
    id: 1,
    keywords: 'space',
    apiKey: 'a',
    user_token: 'b',
    nested: [{ password: 'c' }],
    tokens: 5,
  };
  expect(redactJson(document, createRedaction())).toEqual({
    ...{ id: 1, keywords: 'space', apiKey: '[redacted]', user_token: '[redacted]' },
    ...{ nested: [{ password: '[redacted]' }], tokens: 5 },
  });
});

test('words of any length are looked through', () => {
  const long = 'a'.repeat(8_000_000);
  expect(createRedaction()(`${long} sk-${long}`)).toBe(`${long} [redacted]`);
});

test('a pattern takes linear time, whatever the text', () => {
  const redaction = createRedaction(['(a+)+b', 'x+']);
  const started = performance.now();
  expect(redaction(`${'a'.repeat(20_000)}c`)).toHaveLength(20_001);
  // Of very many different parts all is hidden: to look for each would take long.
  const many = Array.from({ length: 1000 }, (_, index) => 'x'.repeat(index + 1)).join(' ');
  expect(redaction(many)).not.toContain('x');
  expect(performance.now() - started).toBeLessThan(8000);
});

test.each([
  ['(', '--redact ( cannot be used: Invalid regular expression'],
  ['(a)\\1', '--redact (a)\\1 cannot be used: a back reference, \\1. write out'],
  ['x*', '--redact x* matches a text without a character. Write "+" for "*".'],
])('the pattern %s is refused, with the reason', (pattern, message) => {
  expect(() => createRedaction([pattern])).toThrow(message);
});
