import { expect, test } from 'vitest';
import { parseChatRequest } from '../../src/meilisearch/body/parse-request.ts';
import { longestWait } from '../kit/longest-wait.ts';

/** What nobody is kept waiting for longer, also on a busy machine; in one piece, these took up to 1.8 s. In ms. */
const LONGEST = 1000;

const SIZE = 5_000_000;

const json = (text: string) => `{"model":"x","messages":[{"role":"user","content":"x"}],${text}}`;
const many = (text: string, between = ',') =>
  Array(Math.floor(SIZE / (text.length + between.length)))
    .fill(text)
    .join(between);
const messages = JSON.stringify({
  model: 'x',
  messages: Array.from({ length: 90_000 }, (_, i) => ({ role: 'user', content: `text number ${i}, é` })),
});

test.each<[string, string, string | undefined]>([
  ['messages that end too soon', messages.slice(0, -5), 'malformed_payload'],
  ['messages with white space', messages.replaceAll(',', ', '), undefined],
  ['numbers', json(`"metadata":[${many('1')}] `), undefined],
  ['lists', json(`"metadata":[${many('[]')}] `), undefined],
  ['lists in lists', json(`"metadata":${'['.repeat(SIZE)}`), 'malformed_payload'],
  ['unknown keys', json(`${Array.from({ length: SIZE / 14 }, (_, i) => `"k${i}":${i}`)} `), undefined],
  ['stop sequences', json(`"stop":[${many('"a"')}] `), undefined],
  ['digits', json(`"seed":${'9'.repeat(SIZE)}`), 'malformed_payload'],
  ['lines', `${'\n'.repeat(SIZE)}${json('"seed":1x')}`, 'malformed_payload'],
])(
  'keeps nobody waiting while it reads a body of 5 MB: %s',
  // A collection of what the tests before it left may fall into one of them.
  { timeout: 60_000, retry: 2 },
  async (_, text, code) => {
    const bytes = new TextEncoder().encode(text);
    const { result: parsed, longest } = await longestWait(async () => {
      const read = await parseChatRequest(bytes);
      await new Promise(setImmediate);
      return read;
    });
    expect(parsed.ok ? undefined : parsed.code).toBe(code);
    expect(longest).toBeLessThan(LONGEST);
  },
);
